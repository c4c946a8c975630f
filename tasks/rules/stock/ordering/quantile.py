"""How many kits cover the demand of some days in most cases: a quantile of the negative binomial distribution.

Kits are given out in ones and threes and now and then many at once: the spread of such a demand is wider than its mean,
which is what this distribution says (Syntetos, Babai and Gardner 2015, on demand that comes in lumps:
https://doi.org/10.1016/j.jbusres.2015.03.034).
"""

from math import exp, lgamma, log, log1p, sqrt

FAR_BELOW = 10
"""So many standard deviations below the mean, all that is less adds nothing that a number could hold."""

LEAST_LOG_CHANCE = -700
"""The logarithm of the least chance that a number can hold, about."""


def find_quantile(mean: float, variance: float, share: float) -> int:
    """Find the least number that covers a share of all cases; none are needed where the mean is nothing.

    Args:
        mean: of the demand, in kits.
        variance: of the demand, more than the mean.
        share: of the cases, less than 1.
    """
    if mean <= 0:
        return 0
    size, success = mean * mean / (variance - mean), mean / variance
    kits = max(0, int(mean - FAR_BELOW * sqrt(variance)))
    while _log_chance(kits, size, success) < LEAST_LOG_CHANCE:
        kits += 1
    covered = chance = exp(_log_chance(kits, size, success))
    while covered < share:
        chance *= (kits + size) / (kits + 1) * (1 - success)
        covered += chance
        kits += 1
    return kits


def _log_chance(kits: int, size: float, success: float) -> float:
    """Return the logarithm of the chance of so many kits; the chance itself can be too small for a number."""
    ways = lgamma(kits + size) - lgamma(size) - lgamma(kits + 1)
    return ways + size * log(success) + kits * log1p(-success)
