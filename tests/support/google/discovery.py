"""Google's own description of the Sheets API, as google-api-python-client ships it, and what departs from it."""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

PLACES = {
    "GET metadata": "spreadsheets.get",
    "GET values": "spreadsheets.values.get",
    "GET batch": "spreadsheets.values.batchGet",
    "POST update": "spreadsheets.batchUpdate",
}
"""The kinds of request that the server knows, as methods of the description."""

KINDS = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": int | float}


@cache
def document() -> dict[str, Any]:
    """The description of version 4."""
    path = files("googleapiclient") / "discovery_cache/documents/sheets.v4.json"
    return json.loads(path.read_text(encoding="utf-8"))


def departures(kind: str, parameters: Mapping[str, Any], body: Any, answer: Any) -> list[str]:
    """What in a request or its answer is not as described."""
    method = _method(PLACES[kind])
    known = method["parameters"].keys() | document()["parameters"].keys()
    found = [f"{kind}: parameter {name}" for name in parameters.keys() - known]
    if body is not None:
        found += _against(method["request"], body, "request")
    return [*found, *_against(method["response"], answer, "answer")]


def _method(path: str) -> dict[str, Any]:
    *resources, name = path.split(".")
    place = document()
    for resource in resources:
        place = place["resources"][resource]
    return place["methods"][name]


def _against(schema: Mapping[str, Any], value: Any, where: str) -> Iterator[str]:
    if "$ref" in schema:
        schema = document()["schemas"][schema["$ref"]]
    kind = schema["type"]
    if kind == "any":
        return
    is_kind = isinstance(value, KINDS[kind]) and (kind == "boolean" or not isinstance(value, bool))
    if not is_kind or value not in schema.get("enum", [value]):
        yield f"{where}: is no {kind} as described"
    elif kind == "array":
        for item in value:
            yield from _against(schema["items"], item, where)
    elif kind == "object":
        for name, inner in value.items():
            described = schema.get("properties", {}).get(name)
            if described:
                yield from _against(described, inner, f"{where}.{name}")
            else:
                yield f"{where}.{name}: is not described"
