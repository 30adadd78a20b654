"""What every command carries, whatever it asks."""

from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from scoring.contest.ids import DEVICE_AND_COUNT, CommandId

Seed: TypeAlias = Annotated[str, Meta(min_length=8, max_length=80)]
"""What lots are drawn from."""


class AnyCommand(
    Struct,
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
    tag_field="type",
    omit_defaults=True,
):
    """The id makes a command count once, however often it is sent."""

    id: Annotated[CommandId, DEVICE_AND_COUNT]
    entered_at: Annotated[str, Meta(max_length=40)] | None = None
    """When the device says it was entered (ISO 8601). Never orders anything."""
