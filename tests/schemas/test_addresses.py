"""Addresses that mail can be sent to, servers that can be called, and what is refused before it is tried."""

import pytest
from pydantic import TypeAdapter, ValidationError

from schemas.addresses import Addresses, MailServer, WebAddress

PEOPLE, SERVER, SERVICE = TypeAdapter(Addresses), TypeAdapter(MailServer), TypeAdapter(WebAddress)
ONE = "sergeant@example.gov"


def refused(kind: TypeAdapter[object], written: object) -> str:
    """What is said of an address that cannot be one."""
    with pytest.raises(ValidationError) as error:
        kind.validate_python(written)
    return error.value.errors(include_input=False)[0]["msg"].removeprefix("Value error, ")


@pytest.mark.parametrize(
    "address",
    [ONE, "a@b.co", "first.last+naloxone@mail-1.police.example.gov", "o'neil_@example.gov", "x@xn--mller-kva.example",
     "a@1.example", f"{'a' * 64}@example.gov"],
)  # fmt: skip
def test_an_address_that_mail_can_be_sent_to(address: str):
    assert PEOPLE.validate_python(address) == (address,)


@pytest.mark.parametrize(
    "address",
    ["", "@", "sergeant", "sergeant@", "@example.gov", "a@b", "a b@example.gov", "a@exam ple.gov", "a@b@example.gov",
     "a@example..gov", "a@.gov", "a@example.gov.", "a@-x.gov", "a@x-.gov", "a.@example.gov", ".a@example.gov",
     "a..b@example.gov", "a@[127.0.0.1]", "a@127.0.0.1", "ä@example.gov", "a@exämple.gov", "a@example.gov\n",
     "A <a@example.gov>", "a@example.gov, b@example.gov", '"a b"@example.gov', "a:b@example.gov", "a(b)@example.gov",
     f"{'a' * 65}@example.gov", f"a@{'x' * 64}.gov", f"a@{'x.' * 130}gov", "mailto:a@example.gov"],
)  # fmt: skip
def test_what_mail_cannot_be_sent_to(address: str):
    assert refused(PEOPLE, address).startswith("must be an address such as sergeant@example.gov")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ([ONE], (ONE,)),
        ([ONE, "deputy@example.gov"], (ONE, "deputy@example.gov")),
        (["deputy@example.gov", ONE, "SERGEANT@example.gov"], ("deputy@example.gov", ONE)),
    ],
    ids=["one", "two", "one of them twice"],
)
def test_several_people_may_get_the_messages(written: list[str], read: tuple[str, ...]):
    assert PEOPLE.validate_python(written) == read


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ([], "must hold 1 to 20 addresses"),
        ([f"a{number}@example.gov" for number in range(21)], "must hold 1 to 20 addresses"),
        ([ONE, "deputy"], "(look at address 2 of the list)"),
        (7, "or a list of addresses"),
        ({"a": ONE}, "or a list of addresses"),
        (None, "or a list of addresses"),
        ([ONE, 7], "valid string"),
        ([[ONE]], "valid string"),
    ],
)
def test_a_list_that_is_not_one_of_addresses(written: object, said: str):
    assert said in refused(PEOPLE, written)


@pytest.mark.parametrize(
    "server",
    ["smtp://mail.example.gov:587", "smtp://mail.example.gov", "smtps://mail.example.gov:465", "smtp://relay:25",
     "smtp://10.0.0.7:587", "smtp://[::1]:587", "smtp://mail.example.gov.:587", "smtp://h:1", "smtp://h:65535"],
)  # fmt: skip
def test_a_mail_server_that_can_be_called(server: str):
    assert SERVER.validate_python(server) == server


@pytest.mark.parametrize(
    ("server", "said"),
    [
        *((f"smtp://h.gov:{port}", "has a port that can't be") for port in ("0", "65536", "99999", "9" * 5000)),
        *((server, "must be an address such as smtp://mail.example.gov:587") for server in (
            "", "mail.example.gov", "mail.example.gov:587", "http://mail.example.gov", "smtp://", "smtp://:587",
            "smtp://[x", "smtp://[x]:587", "smtp://[", "smtp://a..b", f"smtp://{'a' * 64}.gov", "smtp://mail:",
            "smtp://mail:port", "smtp://mail:-1", "smtp://mäil.gov", "smtp://a b", "smtp://mail:587/",
            "smtp://mail?x", "smtp://mail#x", "smtp://me:secret@mail:587", "smtp://-x", "smtp://mail:２87",
        )),
    ],
)  # fmt: skip
def test_a_mail_server_that_cannot_be_called(server: str, said: str):
    assert said in refused(SERVER, server)


@pytest.mark.parametrize("address", ["https://graph.microsoft.com/v1.0", "http://127.0.0.1:8085", "https://[::1]/a?b"])
def test_a_service_that_can_be_called(address: str):
    assert SERVICE.validate_python(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "graph.microsoft.com",
        "ftp://x",
        "https://",
        "http://[x",
        "https://a b",
        "https:///x",
        "https://x/ä",
        "https://x:y",
    ],
)
def test_a_service_that_cannot_be_called(address: str):
    assert refused(SERVICE, address).startswith("must be an address such as https://")
    assert "port" in refused(SERVICE, "https://x:99999")
