"""Engines of one database on a server share what is made of statements, from the first that has reached it."""

import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from tasks.store.engines import make_server_engine


def of_account(url: str, name: str) -> str:
    """Write the same address for another account."""
    return make_url(url).set(username=name).render_as_string(hide_password=False)


def test_accounts_of_one_database_share_one_dialect(url: str):
    first = make_server_engine(of_account(url, "lbn"))
    with first.connect() as connection:
        knows = connection.dialect.server_version_info
    other = make_server_engine(of_account(url, "postgres"))
    assert other.dialect is first.dialect
    assert knows


def test_what_never_reached_the_server_is_shared_by_none(url: str):
    refused = make_server_engine(of_account(url, "nobody-knows"))
    with pytest.raises(OperationalError):
        refused.connect()
    reached = make_server_engine(of_account(url, "lbn"))
    assert reached.dialect is not refused.dialect
    with reached.connect() as connection:
        assert connection.dialect.default_schema_name == "public"


def test_databases_of_one_server_share_none(url: str, postgresql_server: str):
    with make_server_engine(url).connect():
        pass
    elsewhere = make_server_engine(postgresql_server.format("postgres"))
    assert elsewhere.dialect is not make_server_engine(url).dialect
