"""Tables are the same in all forms of an edition: a month in which nothing happened is a zero in each, not a gap."""

import csv
import io
import json
from io import BytesIO

import pytest
from openpyxl import load_workbook

from schemas.message import ReportMessage
from tests.support.builders_messages import a_preview, a_report, rendered

BY_MONTH = [
    {"title": "By month", "by": ("month",), "measures": ("kits_distributed",), "rows": (("2026-07", 5), ("2026-09", 4))}
]


@pytest.mark.parametrize("make", [a_report, a_preview], ids=["an edition", "a preview"])
def test_a_month_without_a_distribution_is_a_zero_in_every_form(make: object):
    usual: ReportMessage = make()  # type: ignore[operator]
    figures = usual.figures.model_validate(usual.figures.model_dump(by_alias=True) | {"tables": BY_MONTH})
    message = usual.model_copy(update={"figures": figures, "grouping_titles": {"month": "Month"}})
    made = rendered(message)
    in_csv = [
        (row["label_1"], row["value"])
        for row in csv.DictReader(io.StringIO((made.csv or b"").decode("utf-8-sig")))
        if row["section"] == "By month"
    ]
    assert in_csv == [("2026-07", "5"), ("2026-08", "0"), ("2026-09", "4")]
    sheet = load_workbook(BytesIO(made.xlsx or b""))["By month"]
    in_workbook = [row[:2] for row in sheet.iter_rows(values_only=True) if row[0] and str(row[0]).endswith(" 2026")]
    assert in_workbook[-3:] == [("July 2026", 5), ("August 2026", 0), ("September 2026", 4)]
    assert "August 2026" in made.text
    assert "August 2026" in made.html
    assert json.loads(figures.model_dump_json())["tables"][0]["rows"] == [["2026-07", 5], ["2026-09", 4]]
