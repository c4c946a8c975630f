"""A linear program over sums: how low and how high a sum of unknowns may be, where other sums are known."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST = 1e6
"""More than any program has: without an end, a sum of which nothing is known would have none either."""

Values = NDArray[np.float64]


class Contradiction(Exception):
    """No values fit all the sums that are known."""


class LinearProgram:
    """Unknowns with bounds, and sums of them that are known."""

    def __init__(self, bounds: Sequence[tuple[float, float]]) -> None:
        """Take how low and how high each unknown may be."""
        import highspy  # noqa: PLC0415 - a command that attacks nothing doesn't load it

        self._width = len(bounds)
        self._all = list(range(self._width))
        self._solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("presolve", "off")  # each question goes on where the one before ended
        self._solver.addVars(self._width, [low for low, _ in bounds], [high for _, high in bounds])
        self._senses = {False: highspy.ObjSense.kMinimize, True: highspy.ObjSense.kMaximize}
        self._solved = highspy.HighsModelStatus.kOptimal

    def add_sum(self, indexes: Sequence[int], low: float, high: float) -> None:
        """Add what is known of a sum of some unknowns."""
        self._solver.addRow(low, high, len(indexes), list(indexes), [1.0] * len(indexes))

    def find_extreme(self, wanted: Values, *, is_highest: bool) -> Values:
        """Find values that fit, with which the wanted unknowns have the lowest or the highest sum.

        Raises:
            Contradiction: none fit.
        """
        self._solver.changeColsCost(self._width, self._all, list(wanted))
        self._solver.changeObjectiveSense(self._senses[is_highest])
        self._solver.run()
        if self._solver.getModelStatus() != self._solved:
            raise Contradiction
        return np.array(self._solver.getSolution().col_value)
