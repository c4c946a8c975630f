"""One run of one target until its time is up or an input fails: `python -m tests.fuzz.once NAME`, libFuzzer's options.

Only code that is imported within the `with` below is watched for new branches.
"""

import sys
from random import Random

import atheris

from tests.fuzz.targets import load_target

WATCHED = ["jinja2", "schemas", "tasks", "tomllib", "zipcodes"]
ONE_IN_TWO = 0.5


def run(name: str, options: list[str]) -> None:
    """Run a target; libFuzzer ends the process."""
    with atheris.instrument_imports(include=WATCHED, enable_loader_override=False):
        target = load_target(name)

    def change(body: bytes, most: int, seed: int) -> bytes:
        rng = Random(seed)
        if rng.random() < ONE_IN_TWO:
            return atheris.Mutate(body, most)
        return target.change_one(body, rng, lambda part: atheris.Mutate(part, most))[:most]

    own = {"custom_mutator": change} if hasattr(target, "change_one") else {}
    atheris.Setup([name, *options], target.try_one, **own)
    atheris.Fuzz()


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2:])
