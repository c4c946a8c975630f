"""A poster for every unit: a large QR code that opens the form, to be hung where the kits are taken from."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import segno
from markupsafe import Markup

from schemas.settings import Settings
from tasks.messages.engine.templates import make_environment

TEMPLATES = Path(__file__).parent
LARGEST_UNIT = 9.0
SMALLEST_UNIT = 4.0
"""How large a unit's name is set, in hundredths of the poster's width; the longer the smaller, and still one page."""


class Poster(NamedTuple):
    """What one poster shows."""

    unit: str
    link: str
    code: Markup
    unit_size: float


def draw_posters(settings: Settings, links: Mapping[str, str]) -> str:
    """Draw a page of posters, one per unit that has a link, in the order of lbn.toml; printed, one page each."""
    shown = [_poster(unit.name, links[unit.name]) for unit in settings.units if unit.name in links]
    template = make_environment([TEMPLATES]).get_template("posters.html.j2")
    return template.render(agency=settings.agency.name, posters=shown)


def _poster(unit: str, link: str) -> Poster:
    """Make a poster; a quarter of its code may be scratched or stained, and it still reads."""
    code = segno.make(link, error="q", micro=False)
    drawing = code.svg_inline(border=4, omitsize=True, dark="#000", light="#fff", title=f"QR code of {unit}")
    size = round(max(SMALLEST_UNIT, min(LARGEST_UNIT, 150 / len(unit))), 1)
    return Poster(unit, link, Markup(drawing), size)  # noqa: S704 - segno's own drawing
