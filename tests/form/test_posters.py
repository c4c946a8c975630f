"""Links, posters, and what `lbn form` leaves in the folder and says."""

import os
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

import lbn
from tasks.errors import OperationError, UsageError
from tasks.form import draw_posters, write_form, write_form_script
from tasks.form.links import LINKS_FILE, read_links
from tasks.form.write import POSTERS_FILE, SCRIPT_FILE
from tests.support.programs import write_settings
from tests.support.settings import some_settings

LINK = "https://docs.google.com/forms/d/e/1FAIpQLSd/viewform?usp=pp_url&entry.1854759972="
LINKS = {"Patrol": LINK + "Patrol", "Detectives": LINK + "Detectives"}
LOADS = {"img", "script", "link", "iframe", "object", "embed", "audio", "video", "source", "use", "image", "base"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lbn.toml").write_text(write_settings(".csv"), "utf-8")
    return tmp_path


class Page(HTMLParser):
    """The elements, links and texts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element, and where it leads."""
        self.elements.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "xlink:href")]

    def handle_data(self, data: str) -> None:
        """A text."""
        self.texts.append(data.strip())


def save_links(folder: Path, text: str, encoding: str = "utf-8") -> None:
    (folder / LINKS_FILE).write_text(text, encoding)


def test_one_poster_a_unit_in_the_order_of_the_settings():
    page = Page(draw_posters(some_settings(), dict(reversed(LINKS.items()))))
    assert page.links == list(LINKS.values())
    assert page.elements.count("svg") == 2
    assert page.texts.count("Left a kit?") == 2
    assert [text for text in page.texts if text in LINKS] == list(LINKS)


def test_a_unit_without_a_link_has_no_poster():
    page = Page(draw_posters(some_settings(), {"Patrol": LINKS["Patrol"], "Harbor": LINK}))
    assert page.links == [LINKS["Patrol"]]


def test_a_poster_loads_nothing_and_says_no_names_are_asked():
    html = draw_posters(some_settings(), LINKS)
    page = Page(html)
    assert not LOADS & set(page.elements)
    assert not re.search(r"url\(|@import|src=", html)
    assert "No names." in page.texts


def test_a_poster_is_black_on_white():
    colors = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", draw_posters(some_settings(), LINKS)))
    assert colors == {"#000", "#fff"}


def test_names_and_links_of_any_kind_stay_text():
    name = "<b>\"Unit\"</b> & 'more'"
    settings = some_settings(units=[{"name": name}], agency={"name": name})
    page = Page(draw_posters(settings, {name: f'{LINK}"><script>'}))
    assert page.texts.count(name) == 2
    assert "script" not in page.elements
    assert page.links == [f'{LINK}"><script>']


def test_the_longer_a_units_name_the_smaller_it_is_set():
    pages = [
        draw_posters(some_settings(units=[{"name": name}]), {name: LINK})
        for name in ("K9", "Community Outreach", "Office of Community Partnerships", "x" * 120)
    ]
    sizes = [float(re.findall(r"font-size: ([\d.]+)cqw\">", page)[0]) for page in pages]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 9
    assert sizes[-1] == 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_links_are_read_as_the_log_shows_them(folder: Path, encoding: str):
    save_links(folder, f'unit,link\n"Patrol",{LINK}a\n\n unit,link\n"Unit ""B"", north",{LINK}b\n', encoding)
    assert read_links(folder) == {"Patrol": f"{LINK}a", 'Unit "B", north': f"{LINK}b"}


def test_no_file_is_no_link(folder: Path):
    assert read_links(folder) == {}


@pytest.mark.parametrize(
    "row",
    [
        "Patrol", "Patrol,", "Patrol,javascript:alert(1)", "9:41 AM,Info,Patrol", f"Patrol,{LINK}{'a' * 1000}",
        "x" * 200_000,
    ],
)  # fmt: skip
def test_another_row_is_refused_by_its_number_and_not_repeated(folder: Path, row: str):
    save_links(folder, f"unit,link\n{row}\n")
    with pytest.raises(OperationError, match=r"form-links\.csv, row 2, is not a unit and its link") as problem:
        read_links(folder)
    assert row not in str(problem.value)


def test_a_file_that_is_no_text_is_refused(folder: Path):
    (folder / LINKS_FILE).write_bytes(b"\xff\xfeu\x00n\x00")
    with pytest.raises(OperationError, match="Save it again as UTF-8"):
        read_links(folder)


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_a_file_that_cannot_be_read_is_refused(folder: Path, make: Callable[[Path], object]):
    make(folder / LINKS_FILE)
    with pytest.raises(OperationError, match="cannot be read"):
        read_links(folder)


def test_without_links_the_script_is_all_there_is(folder: Path):
    made = write_form(folder)
    assert sorted(path.name for path in folder.iterdir()) == [SCRIPT_FILE, "lbn.toml"]
    assert made.posters is None
    assert made.without_link == ("Patrol",)


def test_with_links_there_are_posters(folder: Path):
    save_links(folder, f"Patrol,{LINK}Patrol\nHarbor,{LINK}Harbor\n")
    made = write_form(folder)
    assert made.posters == folder / POSTERS_FILE
    assert (made.with_poster, made.without_link, made.unknown) == (("Patrol",), (), ("Harbor",))
    assert Page((folder / POSTERS_FILE).read_text("utf-8")).links == [f"{LINK}Patrol"]


def test_the_script_in_a_folder_is_made_of_its_settings(folder: Path):
    write_form(folder)
    assert '"City of Albany"' in (folder / SCRIPT_FILE).read_text("utf-8")
    assert (folder / SCRIPT_FILE).read_text("utf-8") != write_form_script(some_settings())


def test_a_program_without_units_is_told_to_name_one(folder: Path):
    (folder / "lbn.toml").write_text(write_settings(".csv", units=[]), "utf-8")
    with pytest.raises(UsageError, match="units is empty"):
        write_form(folder)


def lbn_form(folder: Path) -> tuple[int, str]:
    result = CliRunner().invoke(lbn.app, ["form", "--program", str(folder)])
    return result.exit_code, result.output


def test_the_command_says_what_to_do_next(folder: Path):
    code, words = lbn_form(folder)
    assert code == 0
    for said in ("form.gs", "script.google.com", "Run", "unit,link", "form-links.csv", "docs/form.md"):
        assert said in words
    save_links(folder, f"Patrol,{LINK}Patrol\nHarbor,{LINK}Harbor\n")
    code, words = lbn_form(folder)
    assert code == 0
    for said in ("1 poster.", "posters.html", "print", "Scan each code", "aren't in lbn.toml: Harbor"):
        assert said in words
    assert "script.google.com" not in words


def test_the_command_names_the_units_that_lack_a_link(folder: Path):
    toml = (folder / "lbn.toml").read_text("utf-8")
    (folder / "lbn.toml").write_text(toml + '\n[[units]]\nname = "Marine Unit"\n', "utf-8")
    save_links(folder, f"Patrol,{LINK}Patrol\n")
    assert "No poster yet for Marine Unit" in lbn_form(folder)[1]


def test_the_command_ends_in_a_sentence_where_it_cannot_go_on(folder: Path):
    save_links(folder, "Patrol\n")
    assert lbn_form(folder)[0] == 1
    shutil.rmtree(folder)
    assert lbn_form(folder)[0] == 2
