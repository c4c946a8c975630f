"""Every message against what mail programs can show (caniemail), and against WCAG 2.2 AA (axe, light and dark).

Both tools come from npm (`make lint-mail` fetches them); axe needs Chromium too. Where one is missing, its tests are
skipped and say so.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.browser import Page, a_page, chromium
from tests.support.cases_messages import EVERY, message_of

HERE = Path(__file__).parent
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
KNOWN = {
    # Four that only add something: where they are unknown, the message is still whole.
    "@media", "<style> element", "display:none", "<body> element",
    # In words of more than twenty letters only, which are then shown unbroken.
    "<wbr> element",
    # Said to screen readers only.
    "aria-label attribute", "aria-hidden attribute", "role attribute",
}  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

needs_tools = pytest.mark.skipif(
    not (shutil.which("node") and AXE.is_file()), reason="needs Node and the packages that `make lint-mail` fetches"
)
needs_chromium = pytest.mark.skipif(chromium() is None, reason="needs Chromium")


@needs_tools
@pytest.mark.parametrize(("slug", "case"), EVERY)
def test_mail_programs_can_show_it(slug: str, case: str):
    said = subprocess.run(
        ["node", "features.js"], cwd=HERE, input=message_of(slug, case).html, check=True, capture_output=True, text=True
    )
    assert not set(json.loads(said.stdout)) - KNOWN


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with a_page(chromium() or "") as opened:
        yield opened


@needs_tools
@needs_chromium
@pytest.mark.parametrize("is_dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [375, 700])
@pytest.mark.parametrize(("slug", "case"), EVERY)
def test_everybody_can_read_it(slug: str, case: str, width: int, is_dark: bool, page: Page, tmp_path: Path):
    made = message_of(slug, case)
    (tmp_path / "email.html").write_text(made.html, "utf-8")
    for name, content in made.png.items():
        (tmp_path / name).write_bytes(content)
    page.show(tmp_path / "email.html", width=width, is_dark=is_dark)
    page.run(AXE.read_text("utf-8"))
    rules = json.dumps({"runOnly": {"type": "tag", "values": RULES}})
    found = page.run(f"axe.run(document, {rules}).then(said => said.violations.map(one => one.id + ': ' + one.help))")
    assert found == []
    assert page.run("document.documentElement.scrollWidth") <= width
