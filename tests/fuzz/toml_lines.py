"""Changes of a TOML file within its form: other values, keys and sections, lines doubled, left out or exchanged."""

from collections.abc import Callable
from random import Random

VALUES = (
    b'""', b'"x"', b"0", b"-1", b"12.5", b"nan", b"-inf", b"true", b"1979-05-27", b"0001-01-01", b"9999-12-31",
    b"1979-05-27T07:32:00Z", b"07:32:00", b"[]", b"{}", b"[[1]]", b'["a", "a"]', b'["", " "]', b'{ a = "b" }', b"[{}]",
    b'{ kind = "nysdoh", name = "x", cadence = "monthly" }', b"9223372036854775808", b"0x10", b"1_000", b"1" * 4_400,
    b'"\\u0000"', b'"\\u001b[31m"', b'"\\u202e"', b'"\\ud800"', '"\u200b"'.encode(),
    '"İ\u0301\u017fß\U0001f600"'.encode(),
    b'"""\nx"""', b"'''x'''", b'"' + b"x" * 300 + b'"', b"[" * 900 + b"]" * 900, b'"smtp://mail.example.gov:99999"',
    b'"smtp://[::1"', b'"smtps://a@b:1?x#y"', b'"http://[::1]:80/x"', b'"https://"', b'"sqlite:///../x?y#z%"',
    b'"sqlite://///"', b'"sqlite:///."', b'"postgresql+psycopg://u:p@[::1]:5432/d"', b'"postgresql+psycopg:///d?x=%zz"',
    b'"postgresql+psycopg://a:b:c@h:1/d?host=/x&port=y"', b'"a@b.c"', b'"a@b.c\\nBcc: x@y.z"', b'"*"', b'"[*?"',
    b'"../../x.csv"', b'"/etc/passwd"', b'"Central"', b'"Unassigned"', b'"other"', b'"PATROL"', b'"America/../x"',
    b'"US/Eastern"', b'"nyc"', b'"google-sheet"', b'"smtp-oauth"', b'"graph"', b'"smtp"', b'"files"', b'"upstate"',
)  # fmt: skip
KEYS = (
    b"a", b"name", b"kind", b"x.y", b'""', b'"\\u001b"', b"'a b'", b"a" * 90, b".".join([b"a"] * 3_000), b"zip",
    b"Patrol",
)  # fmt: skip


def change_lines(body: bytes, rng: Random, change_bytes: Callable[[bytes], bytes]) -> bytes:
    """Change some lines of the file, each in one way."""
    lines = body.split(b"\n")
    for _ in range(rng.choice([1, 1, 2, 5])):
        at = rng.randrange(len(lines))
        lines[at : at + 1] = _change_line(lines, at, rng, change_bytes)
        lines = lines or [b""]
    return b"\n".join(lines)


def _change_line(lines: list[bytes], at: int, rng: Random, change_bytes: Callable[[bytes], bytes]) -> list[bytes]:
    line = lines[at]
    key, sign, value = line.partition(b"=")
    kind = rng.randrange(8)
    if kind < 4 and sign:
        return [key + b"= " + rng.choice(VALUES)]
    if kind == 4 and sign:
        return [rng.choice(KEYS) + b" =" + value]
    if kind == 5:
        return rng.choice([[], [line, line], [line, rng.choice(lines)]])
    if kind == 6:
        return [key + sign + change_bytes(value)[:5_000]] if sign else [change_bytes(line)[:5_000]]
    return [line, rng.choice([b"[[%b]]", b"[%b]", b"%b = 1", b"[source.%b]", b"[a.%b]"]) % rng.choice(KEYS)]
