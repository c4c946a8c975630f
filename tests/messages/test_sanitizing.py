"""Whatever a message is made of comes through the cleaning as it was."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from schemas.desk_page import Desk
from schemas.digest import DigestMessage
from schemas.message import NotRunningMessage, ReportMessage
from schemas.operator import OperatorMessage
from tasks.messages.sanitizing import sanitize
from tests.support.builders_notices import a_digest


def list_models(annotation: Any) -> Iterator[type[BaseModel]]:
    """All models that a value of this type may hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from list_models(field.annotation)
    for argument in get_args(annotation):
        yield from list_models(argument)


@pytest.mark.parametrize("message", [Desk, DigestMessage, NotRunningMessage, OperatorMessage, ReportMessage])
def test_what_a_message_writes_it_also_reads(message: type[BaseModel]):
    for model in list_models(message):
        for name, field in model.model_fields.items():
            written = field.serialization_alias or field.alias or name
            assert written == (field.validation_alias or field.alias or name), (model.__name__, name)


def test_a_digest_stays_as_it_is():
    assert sanitize(a_digest()) == a_digest()
