"""The file figures.json of an edition, as the contract has it."""

import orjson

from schemas.figures import Figures


def dump_figures(figures: Figures) -> bytes:
    """Write figures.json as the contract has it."""
    document = figures.model_dump(mode="json", by_alias=True)
    if not figures.preliminary:
        del document["preliminary"]
    if figures.compared:
        del document["compared"]
    return orjson.dumps(document, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
