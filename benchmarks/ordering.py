"""What the rule for orders and moves comes to in programs drawn by chance, beside what a program could do without it.

Seven years each, of which the last five count, week by week: docs/ordering.md says how the world is made. The rule is
the product's own. Without arguments ten programs of each size play, which takes a minute or two and only shows that
nothing broke; published are the figures of more: `PYTHONPATH=. python benchmarks/ordering.py 100`. Program n is drawn
from seed n, so the result is the same at every run. A thousand take hours: with `--all-pars-in 100` only the first
hundred play by all pars, the others by those which came near the best of them.

A par is compared that refuses as many kits as the rule: as many of people's, on which the targets are set, and as many
of all kits asked for, events' too, or no more of either, beside which no target is set.
"""

import sys
from argparse import ArgumentParser, Namespace
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.ordering_world.compare import (
    SHORT_COVER_DAYS,
    Counted,
    Figures,
    Outcomes,
    find_equal,
    find_figures,
    list_near,
    measure,
    measure_alone,
    measure_near,
    sum_up,
)

SIZES = (10, 50, 200, 1000, 5000)
TITLES = {
    "today": "fill to par 12",
    "product": "**the rule**",
    "flat": "flat par",
    "flat, monthly": "flat par, looked at each month",
    "perfect": "perfect par of day 1",
    "flat, all kits": "flat par, as many of all kits refused",
    "perfect, all kits": "perfect par of day 1, as many of all kits refused",
    "flat, either": "flat par, no more of people's or of all kits refused",
    "perfect, either": "perfect par of day 1, no more of people's or of all kits refused",
    "today, rows missing": "fill to par 12, rows missing",
    "product, rows missing": "the rule, rows missing",
    "product, par 12": "the rule, every unit with par 12",
    "product, average lead": "the rule, `lead_days` the average",
    "product, no drift": "the rule, rates that don't drift",
    "product, no drift, short cover": f"the rule, `cover_days = {SHORT_COVER_DAYS}`, rates that don't drift",
    "perfect, no drift": "perfect par, rates that don't drift",
}
FIRST_TABLE = ("today", "product", "flat", "flat, monthly", "perfect")
FIRST_TABLE += ("flat, all kits", "perfect, all kits", "flat, either", "perfect, either")
PARS: dict[str, tuple[str, Counted]] = {
    "flat": ("flat", ("refused",)),
    "flat, monthly": ("flat, monthly", ("refused",)),
    "perfect": ("perfect", ("refused",)),
    "flat, all kits": ("flat", ("all_refused",)),
    "perfect, all kits": ("perfect", ("all_refused",)),
    "flat, either": ("flat", ("refused", "all_refused")),
    "perfect, either": ("perfect", ("refused", "all_refused")),
}
"""Of what kind the pars of a row are, and which kits they refuse as often as the rule."""

COLUMNS = ("kits a year", "rule", "refused", "of event kits", "of all kits", "empty", "expired", "of these offered")
COLUMNS += ("stock", "orders")
SECOND_TABLE = tuple(name for name in TITLES if name not in FIRST_TABLE)


class Check(NamedTuple):
    """A target, and what was measured."""

    what: str
    measured: float
    most: float

    @property
    def verdict(self) -> str:
        """Say whether the target is met."""
        return "met" if self.measured <= self.most else "MISSED"


def main() -> None:
    """Play, and print the tables and the checks."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("programs", nargs="?", type=int, default=10, help="how many programs of each size")
    parser.add_argument("--sizes", nargs="+", type=int, choices=SIZES, default=SIZES, help="kits a year")
    parser.add_argument("--alone", action="store_true", help="without what the rule is compared with: quicker")
    parser.add_argument("--all-pars-in", type=int, metavar="PROGRAMS", help="the rest play by the best of them")
    parser.add_argument("--first-seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    seeds = range(given.first_seed, given.first_seed + given.programs)
    found: dict[int, dict[str, Figures]] = {}
    with ProcessPoolExecutor(given.processes) as pool:
        for size in given.sizes:
            found[size] = _find_rows(_play_all(pool, size, seeds, given))
    print(f"{given.programs} programs of each size, seeds {seeds[0]} to {seeds[-1]}\n")
    for names in (FIRST_TABLE,) if given.alone else (FIRST_TABLE, SECOND_TABLE):
        _print_table(found, names)
    for size in given.sizes:
        for check in _list_checks(size, found[size]):
            print(f"{size:>5}: {check.what:<58} {check.measured:6.1%}  at most {check.most:6.1%}  {check.verdict}")
        for what, share in _list_shares(found[size]):
            print(f"{size:>5}: {what:<78} {share:6.1%}  no target")


def _play_all(pool: Executor, size: int, seeds: range, given: Namespace) -> Outcomes:
    """Play the programs of a size; what isn't played in all of them is left out."""
    tasks = [(size, seed) for seed in seeds]
    if given.alone:
        return sum_up(pool.map(measure_alone, tasks))
    first = given.all_pars_in or len(tasks)
    sums = sum_up(pool.map(measure, tasks[:first]))
    if first >= len(tasks):
        return sums
    near = list(dict.fromkeys(key for kind, counted in PARS.values() for key in list_near(sums, kind, counted)))
    others = sum_up(pool.map(partial(measure_near, near), tasks[first:]))
    return {key: outcome.add(sums[key]) for key, outcome in others.items()}


def _find_rows(sums: Outcomes) -> dict[str, Figures]:
    """Find the figures of all rules; of the pars those of equal refusals, where there are any."""
    rows = {key: find_figures(outcome) for key, outcome in sums.items() if isinstance(key, str)}
    equal = {name: find_equal(sums, *par) for name, par in PARS.items()}
    return rows | {name: figures for name, figures in equal.items() if figures}


def _print_table(found: dict[int, dict[str, Figures]], names: tuple[str, ...]) -> None:
    print(f"| {' | '.join(COLUMNS)} |\n| {' | '.join('---' for _ in COLUMNS)} |")
    for size, rows in found.items():
        for name in names:
            if name in rows:
                print(f"| {size:,} | {TITLES[name]} | {_write(rows[name])} |")
    print()


def _write(row: Figures) -> str:
    shares = f"{row.refused:.2%} | {row.event_refused:.0%} | {row.all_refused:.2%} | {row.empty:.2%}"
    return f"{shares} | {row.expired:.1f} | {row.offered:.1f} | {row.stock:,.0f} | {row.orders:.1f}"


def _list_checks(size: int, rows: dict[str, Figures]) -> list[Check]:
    """List the targets of a size."""
    rule, today = rows["product"], rows["today"]
    if size == SIZES[0]:
        return [
            Check("kits refused", rule.refused, 0.02),
            Check("expired, of those of par 12", rule.expired / today.expired, 0.2),
        ]
    checks = [
        Check("kits refused", rule.refused, 0.01),
        Check("unit-days with an empty shelf", rule.empty, 0.02 if size == SIZES[-1] else 0.01),
        Check("orders, of 11 a year", rule.orders / 11, 1),
    ]
    if flat := rows.get("flat"):
        checks.append(Check("expired, of those of a flat par", _divide(rule.expired, flat.expired), 0.25))
        checks.append(Check("stock, of that of a flat par", rule.stock / flat.stock, 0.7))
    if perfect := rows.get("perfect"):
        checks.append(Check("expired, of those of a perfect par of day 1", _divide(rule.expired, perfect.expired), 0.7))
        checks.append(Check("stock, of that of a perfect par of day 1", rule.stock / perfect.stock, 1))
    if certain := rows.get("perfect, no drift"):
        calm = rows["product, no drift, short cover"]
        orders, stock = calm.orders / certain.orders, calm.stock / certain.stock
        checks.append(Check("without drift, short cover: orders, of a perfect par's", orders, 0.5))
        checks.append(Check("without drift, short cover: stock, of a perfect par's", stock, 1.35))
    return checks


def _list_shares(rows: dict[str, Figures]) -> list[tuple[str, float]]:
    """List the rule's share of what other pars hold and let expire."""
    rule, shares = rows["product"], []
    if certain := rows.get("perfect, no drift"):
        calm = rows["product, no drift"]
        shares.append(("without drift: stock, of that of a perfect par", calm.stock / certain.stock))
        shares.append(("without drift: orders, of those of a perfect par", calm.orders / certain.orders))
    for name in ("flat, monthly", "flat, all kits", "perfect, all kits", "flat, either", "perfect, either"):
        if par := rows.get(name):
            shares.append((f"expired, of those of a {TITLES[name]}", _divide(rule.expired, par.expired)))
            shares.append((f"stock, of that of a {TITLES[name]}", rule.stock / par.stock))
    return shares


def _divide(some: float, others: float) -> float:
    """Divide; none of none are as many."""
    return some / others if others else 1.0 + some


if __name__ == "__main__":
    main()
