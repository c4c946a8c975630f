"""A period in which the program started is told as what it is, and nothing before it as zero."""

from datetime import date
from typing import Any

import pytest

from schemas.message import ReportMessage
from tasks.messages.report.charts import draw_charts
from tasks.messages.report.figures_csv import write_figures_csv
from tasks.messages.report.paper import build_document
from tasks.messages.report.sentences import write_as_of, write_result
from tasks.messages.report.start_words import is_partial, name_since_start, shorten_since_start
from tasks.messages.report.view import build_report_view
from tests.support.builders_messages import a_report

IN_Q2, IN_Q3 = date(2026, 5, 4), date(2026, 7, 2)


@pytest.mark.parametrize(
    ("name", "started_on", "named", "short"),
    [
        ("2026-Q1", None, "Q1 2026", "Q1 26"),
        ("2026-Q1", date(2026, 1, 1), "Q1 2026", "Q1 26"),
        ("2026-Q1", date(2026, 3, 31), "Q1 2026 since Mar 31", "Q1 26 since Mar 31"),
        ("2026-Q1", date(2026, 4, 1), "Q1 2026", "Q1 26"),
        ("2026-03", date(2026, 3, 2), "March 2026 since Mar 2", "Mar 26 since Mar 2"),
        ("2026", date(2026, 3, 2), "2026 since Mar 2", "2026 since Mar 2"),
    ],
)
def test_a_period_that_began_before_the_program(name: str, started_on: date | None, named: str, short: str):
    assert (name_since_start(name, started_on), shorten_since_start(name, started_on)) == (named, short)
    assert is_partial(name, started_on) is ("since" in named)


def told(message: ReportMessage) -> list[str]:
    """What each of its forms says of the period before."""
    view, drawings = build_report_view(message, 50), {chart.name: "" for chart in draw_charts(message)}
    tile: dict[str, Any] = build_document(message, drawings)["tiles"][0]
    (chart, *_) = draw_charts(message)
    csv = next(row for row in write_figures_csv(message).decode().splitlines() if row.startswith("Figures of"))
    sentence = write_result(message).partition("than in ")[2].partition(".")[0]
    return [view.before_period or "", tile["than"], chart.marks[-2].period, csv.partition(",")[0], sentence]


def test_every_form_says_that_the_period_before_was_a_part():
    whole, part = told(a_report()), told(a_report(started_on=IN_Q2))
    assert all("since" not in words for words in whole)
    assert [words for words in part if "since" not in words] == []
    assert "%" in whole[-1]
    assert "%" not in part[-1]


def test_no_difference_from_a_part_is_told():
    assert build_report_view(a_report(), 50).tiles[0].difference is not None
    assert build_report_view(a_report(started_on=IN_Q2), 50).tiles[0].difference is None


def test_a_chart_explains_its_sign():
    (chart, *_) = draw_charts(a_report(started_on=IN_Q2))
    assert (chart.marks[-2].short_period, chart.title.partition(", by ")[2]) == (
        "Q2 26*", "quarter (* since May 4, 2026)",
    )  # fmt: skip
    assert "*" not in "".join(mark.short_period + one.title for one in draw_charts(a_report()) for mark in one.marks)


def test_the_first_report_says_since_when_it_counts():
    said, before = write_as_of(a_report(started_on=IN_Q3)), a_report(started_on=IN_Q2)
    assert said.endswith("The program started on Jul 2, 2026: the figures of Q3 2026 begin there.")
    assert "started" not in write_as_of(before)
    assert b"Program started,,,,,2026-07-02" in write_figures_csv(a_report(started_on=IN_Q3))
    assert b"Program started" not in write_figures_csv(before)
