"""Play programs by all rules, and find those pars that refuse as many kits as the product's rule does."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from benchmarks.ordering_world.play import YEARS, Outcome, play
from benchmarks.ordering_world.rules import FillToPar, Product, find_flat_pars, find_perfect_pars
from benchmarks.ordering_world.world import Program, draw_program

FLAT_PARS = {10: (2, 3, 4, 6, 9, 12), 50: (3, 4, 6, 9, 13, 18, 26), 200: (6, 9, 13, 18, 26, 37, 52)}
FLAT_PARS |= {1000: (26, 37, 52, 74, 105, 148, 210), 5000: (74, 105, 148, 210, 296, 420, 592)}
CENTRAL_YEARS = (0, 0.04, 0.08, 0.13, 0.2, 0.35, 0.7)
"""A flat par's stock at Central, in what is used in so many years."""

UNIT_FACTORS, CENTRAL_FACTORS = (0.7, 1, 1.6, 2.5, 3.2, 4), (0, 0.6, 0.9, 1.3, 2, 3.5, 7)
"""So many times what covers the first day's rates."""

MISSING = 0.02

SHORT_COVER_DAYS = 10
"""With so many, a large program orders half as often as by pars that are looked at each week."""

NEAR = 1.3
"""Pars of so many times the least stock at equal refusals may still turn out to be the best in more programs."""

FLAT, FLAT_MONTHLY = "flat", "flat, monthly"
"""Looked at each week, or as a coordinator on paper would: each month."""

ParLevels = tuple[str, float, float]
Counted = tuple[Literal["refused", "all_refused"], ...]
"""Of which kits no more may be refused than by the rule: of people's, of all that were asked for, events' too, or of
either."""

Key = str | ParLevels
Outcomes = dict[Key, Outcome]


class Figures(NamedTuple):
    """What a reader is told, by program and year."""

    refused: float
    """People's kits, of those they ask for; events' kits are counted apart."""

    event_refused: float
    all_refused: float
    empty: float
    expired: float
    offered: float
    stock: float
    orders: float


Line = list[tuple[ParLevels, Figures]]
"""Pars of which units have the same, and Central more and more."""


def measure_alone(task: tuple[int, int]) -> Outcomes:
    """Play one program, by its kits a year and its seed, by the rule and by the one before it."""
    program = draw_program(*task)
    return {"today": play(program, FillToPar(program)), "product": play(program, Product(program))}


def measure_near(pars: list[ParLevels], task: tuple[int, int]) -> Outcomes:
    """Play one program by the rule, by these pars, and without drift: what the targets need, and no more."""
    program, calm = draw_program(*task), draw_program(*task, has_drift=False)
    return measure_alone(task) | _play_calm(calm) | {key: _play_pars(program, *key) for key in pars}


def measure(task: tuple[int, int]) -> Outcomes:
    """Play one program, by its kits a year and its seed, by all rules."""
    program, calm = draw_program(*task), draw_program(*task, has_drift=False)
    average = program._replace(lead_days=program.average_lead_days)
    played = (
        measure_alone(task)
        | {
            "today, rows missing": play(program, FillToPar(program), MISSING),
            "product, rows missing": play(program, Product(program), MISSING),
            "product, average lead": play(average, Product(average)),
            "product, par 12": play(program, Product(program, 12)),
        }
        | _play_calm(calm)
    )
    return played | {key: _play_pars(program, *key) for key in (*_list_flat(task[0]), *_list_perfect())}


def _play_calm(calm: Program) -> Outcomes:
    return {
        "product, no drift": play(calm, Product(calm)),
        "product, no drift, short cover": play(calm, Product(calm, cover_days=SHORT_COVER_DAYS)),
        "perfect, no drift": play(calm, find_perfect_pars(calm, 1, 1)),
    }


def _play_pars(program: Program, name: str, units: float, central: float) -> Outcome:
    if name in (FLAT, FLAT_MONTHLY):
        return play(program, find_flat_pars(program, int(units), int(central), is_monthly=name == FLAT_MONTHLY))
    return play(program, find_perfect_pars(program, units, central))


def _list_flat(kits_a_year: int) -> list[ParLevels]:
    pars = [(par, round(kits_a_year * years)) for par in FLAT_PARS[kits_a_year] for years in CENTRAL_YEARS]
    return [(name, *one) for name in (FLAT, FLAT_MONTHLY) for one in pars]


def _list_perfect() -> list[ParLevels]:
    return [("perfect", units, central) for units in UNIT_FACTORS for central in CENTRAL_FACTORS]


def sum_up(programs: Iterable[Outcomes]) -> Outcomes:
    """Sum up what came of each rule."""
    sums: Outcomes = {}
    for played in programs:
        for key, outcome in played.items():
            sums[key] = sums.get(key, Outcome()).add(outcome)
    return sums


def find_figures(one: Outcome) -> Figures:
    """Find what a reader is told."""
    program_years = one.programs * YEARS
    return Figures(
        refused=one.refused / max(1, one.asked),
        event_refused=one.event_refused / max(1, one.event_asked),
        all_refused=(one.refused + one.event_refused) / max(1, one.asked + one.event_asked),
        empty=one.empty_days / one.unit_days,
        expired=one.expired / program_years,
        offered=one.offered / program_years,
        stock=one.stock / one.programs,
        orders=one.orders / program_years,
    )


def find_equal(sums: Outcomes, name: str, counted: Counted) -> Figures | None:
    """Find the pars that hold the least stock of those which refuse as many kits as the rule does.

    Args:
        sums: what came of the rule and of all pars that were played.
        name: the kind of pars.
        counted: of which kits no more may be refused.

    Returns:
        What lies on a line between the pars played; nothing where all of them refuse more.
    """
    found = [between for line in _list_lines(sums, name) for between in _list_equal(sums, line, counted)]
    return min(found, key=lambda one: one.stock, default=None)


def list_near(sums: Outcomes, name: str, counted: Counted) -> list[ParLevels]:
    """List the pars that may have the least stock at equal refusals: of each line the first ones, and one beyond."""
    best = find_equal(sums, name, counted)
    most = NEAR * best.stock if best else 0.0
    near: list[ParLevels] = []
    for line in _list_lines(sums, name):
        if any(between.stock <= most for between in _list_equal(sums, line, counted)):
            rule = find_figures(sums["product"])
            crossing = sum(_is_worse(figures, rule, counted) for _, figures in line)
            near += [key for key, _ in line[: crossing + 2]]
    return near


def _list_lines(sums: Outcomes, name: str) -> list[Line]:
    """List the pars of a kind by what units have, and within a line by what Central has more and more of."""
    lines: dict[float, Line] = {}
    for key, outcome in sums.items():
        if not isinstance(key, str) and key[0] == name:
            lines.setdefault(key[1], []).append((key, find_figures(outcome)))
    return list(lines.values())


def _list_equal(sums: Outcomes, line: Line, counted: Counted) -> Iterator[Figures]:
    """List what lies between two neighbors of which one refuses more than the rule, the other no more of any."""
    rule, played = find_figures(sums["product"]), [figures for _, figures in line]
    if not _is_worse(played[0], rule, counted):
        yield played[0]
    for one, other in pairwise(played):
        if _is_worse(one, rule, counted) and not _is_worse(other, rule, counted):
            part = max(_find_part(one, other, rule, name) for name in counted)
            yield Figures(*(here + part * (there - here) for here, there in zip(one, other, strict=True)))


def _is_worse(par: Figures, rule: Figures, counted: Counted) -> bool:
    """Return whether a par refuses more of any of these kits."""
    return any(getattr(par, name) > getattr(rule, name) for name in counted)


def _find_part(one: Figures, other: Figures, rule: Figures, name: str) -> float:
    """Find how far it is from one neighbor to the other until no more is refused."""
    more, fewer, refused = (getattr(figures, name) for figures in (one, other, rule))
    return (more - refused) / (more - fewer) if more > refused else 0.0
