"""Compare the counties of New York's ZIPs with GeoNames': `.venv/bin/python tools/compare_zip_codes.py US.txt`.

US.txt lies in https://download.geonames.org/export/zip/US.zip (CC BY 4.0): one line a ZIP, tab-separated. Prints a
table in Markdown for docs/zip-codes.md, of the ZIPs whose county is another one there.
"""

import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import zipcodes

from tasks.rules.intake.zip_codes import find_county

STATE = "NY"
POSTAL_CODE, NAME, STATE_CODE, COUNTY = 1, 2, 4, 5
"""Where these stand in a line of GeoNames."""

SPELLINGS = {"Saint Lawrence": "St. Lawrence", "St Lawrence": "St. Lawrence"}


class Difference(NamedTuple):
    """A ZIP for which two tables name two counties."""

    zip_code: str
    post_office: str
    ours: str
    theirs: str


def read_geonames(path: Path) -> dict[str, str]:
    """Read the county of each ZIP of the state."""
    with path.open(encoding="utf-8", newline="") as file:
        lines = [line for line in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if line[STATE_CODE] == STATE]
    return {line[POSTAL_CODE]: SPELLINGS.get(line[COUNTY], line[COUNTY]) for line in lines}


def list_differences(theirs: Mapping[str, str]) -> Iterator[Difference]:
    """List the ZIPs that both tables have and that lie in two counties."""
    for found in zipcodes.filter_by(state=STATE):
        zip_code = found["zip_code"]
        ours = find_county(zip_code) or "none"
        if zip_code in theirs and theirs[zip_code] != ours:
            yield Difference(zip_code, found["city"], ours, theirs[zip_code])


def main(path: Path) -> None:
    """Print the table, and how many ZIPs were compared."""
    theirs = read_geonames(path)
    ours = {found["zip_code"] for found in zipcodes.filter_by(state=STATE)}
    lines = [f"| {' | '.join(difference)} |\n" for difference in sorted(list_differences(theirs))]
    sys.stdout.write(f"{len(ours & theirs.keys())} ZIPs compared, {len(ours - theirs.keys())} are only in ours, ")
    sys.stdout.write(f"{len(theirs.keys() - ours)} only in GeoNames.\n\n| ZIP | Post office | Ours | GeoNames |\n|")
    sys.stdout.write("---|" * len(Difference._fields) + "\n" + "".join(lines))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
