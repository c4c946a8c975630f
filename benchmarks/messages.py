"""What a report costs with all its artifacts: html, text, csv, charts, PDF and workbook.

Cold is the first report of a process, imports left out; warm is any further one. The very first of a checkout also
compiles the templates, which are kept. Aims on two cores: 150 ms cold and 60 ms warm. WeasyPrint and matplotlib, doing
the same page and the same chart, stand beside it where they are installed; the project does not need them. Each figure
is a median, with the best beside it: on a machine that does other work as well, the best says more.
"""

import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import version
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from schemas.message import Rendered
from tasks.messages.render import render_report
from tasks.program_folder.report_definitions import find_template_folders
from tests.support.builders_messages import a_report, rendered

COLD = """
import sys
from time import perf_counter
from tasks.program_folder.report_definitions import template_folders
from tasks.messages.engine.templates import environment
from tests.support.builders_messages import NO_PROGRAM, a_report, rendered
message = a_report()
if "uncompiled" in sys.argv:
    environment(template_folders(message.slug, NO_PROGRAM)).bytecode_cache = None
began = perf_counter()
rendered(message)
print(perf_counter() - began)
"""
COLD_RUNS, WARM_RUNS, RUNS_BESIDE = 9, 20, 5


def main() -> None:
    """Measure, and print a line per figure."""
    made = rendered(a_report())
    say("one report, all artifacts, cold", [cold() for _ in range(COLD_RUNS)], "(aim: 150)")
    say("… the first of a checkout", [cold("uncompiled") for _ in range(COLD_RUNS)])
    say("one report, all artifacts, warm", [timed(lambda: rendered(a_report())) for _ in range(WARM_RUNS)], "(aim: 60)")
    with TemporaryDirectory() as program:
        folders = with_an_own_template(Path(program))
        own = [timed(lambda: render_report(a_report(), folders)) for _ in range(WARM_RUNS)]
    say("… with a template of the program's own", own, "(aim: 500)")
    beside("WeasyPrint", "weasyprint", lambda: by_weasyprint(made), "the html as PDF alone")
    beside("matplotlib", "matplotlib", by_matplotlib, "the chart alone")


def with_an_own_template(program: Path) -> list[Path]:
    """Where the templates are of a program that has words of its own in the mail."""
    slug = a_report().slug
    folder = program / "report_templates" / slug
    folder.mkdir(parents=True)
    (folder / "email.txt.j2").write_text('{% extends "_report.txt.j2" %}{% block notes %}Ours.{% endblock %}')
    return find_template_folders(slug, program)


def say(what: str, seconds: list[float], aim: str = "") -> None:
    """Print a line."""
    print(f"{what:<42} {median(seconds) * 1000:6.0f} ms, best {min(seconds) * 1000:6.0f} ms  {aim}".rstrip())


def cold(*how: str) -> float:
    """Time the first report of a fresh process."""
    said = subprocess.run([sys.executable, "-c", COLD, *how], cwd=ROOT, check=True, capture_output=True, text=True)
    return float(said.stdout)


def timed(work: Callable[[], object]) -> float:
    """In seconds."""
    began = perf_counter()
    work()
    return perf_counter() - began


def beside(name: str, module: str, work: Callable[[], object], what: str) -> None:
    """Another library at the same work, if this machine has it."""
    if find_spec(module) is None:
        print(f"{name:<42} not installed: skipped")
        return
    name = f"{name} {version(module)}"
    say(f"{name}, {what}, first", [timed(work)])
    say(f"{name}, {what}, then", [timed(work) for _ in range(RUNS_BESIDE)])


def by_weasyprint(made: Rendered) -> None:
    """Set the message's html as pages."""
    from weasyprint import HTML  # noqa: PLC0415 - only where it is installed

    HTML(string=made.html).write_pdf()


def by_matplotlib() -> None:
    """Draw the chart of the trend."""
    from matplotlib.figure import Figure  # noqa: PLC0415 - only where it is installed

    (trend,) = a_report().trends
    figure = Figure(figsize=(5.5, 2.2), dpi=200)
    axes = figure.subplots()
    axes.bar_label(axes.bar([point.period for point in trend.points], [point.value for point in trend.points]))
    figure.savefig(BytesIO(), format="png")


if __name__ == "__main__":
    main()
