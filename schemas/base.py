"""The one base of all models: frozen, closed, and silent about what was typed in."""

from pydantic import BaseModel, ConfigDict


class Closed(BaseModel):
    """A value that cannot change, takes no unknown key and never repeats its input in an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
