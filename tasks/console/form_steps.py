"""What `lbn form` says: what it wrote, and the next steps toward the poster on the closet door."""

from pathlib import Path

from tasks.form.write import FormMade
from tasks.messages.formatting import format_count


def list_form_steps(folder: Path, made: FormMade) -> str:
    """List what `lbn form` wrote, and the next steps from here."""
    steps = _steps_to_the_posters(made) if made.posters else _steps_to_the_form(folder, made)
    return "\n".join([*steps, *_about_links(made), "Every step, with a picture: docs/form.md"])


def _steps_to_the_form(folder: Path, made: FormMade) -> list[str]:
    return [
        f"Wrote {made.script}: the form, its Sheet and the link of each unit, as one script.",
        "1. At https://script.google.com start a new project and replace everything in it with that file.",
        "2. Save and press Run. Google asks once whether you trust your own script: allow it.",
        f"3. Copy the lines of the log that appears, from “unit,link” on, and save them as {made.links}",
        f"4. lbn form --program {folder}   (again: this time it makes the posters)",
    ]


def _steps_to_the_posters(made: FormMade) -> list[str]:
    return [
        f"Wrote {made.script} and {made.posters}: {format_count(len(made.with_poster), 'poster')}.",
        f"1. Open {made.posters} in a browser and print it, one sheet per unit.",
        "2. Scan each code once: the form must open without a sign-in, with the unit filled in.",
        "3. Hang each poster where its unit keeps its kits.",
    ]


def _about_links(made: FormMade) -> list[str]:
    if not made.posters:
        return []
    missing, unknown = (", ".join(units) for units in (made.without_link, made.unknown))
    return [
        *([f"No poster yet for {missing}: run the new script, and save its links again."] if missing else []),
        *([f"{made.links} names units that aren't in lbn.toml: {unknown}."] if unknown else []),
    ]
