"""A screen as JSON by lines: one for each part and each row, and one for each place."""

import re
from typing import cast

import msgspec
from msgspec import Struct

_PLACE = re.compile(rb'"place":(\d+)')


def lined(screen: Struct) -> str:
    """JSON like any other; a patch of it names the rows that have changed, and no others."""
    fields = (
        b'"%s":%s' % (name.encode(), _part(getattr(screen, name)))
        for name in screen.__struct_fields__
    )
    text = b"{\n" + b",\n".join(fields) + b"\n}"
    return _PLACE.sub(rb'"place":\n\1\n', text).decode()


def _part(value: object) -> bytes:
    if not isinstance(value, tuple) or not value:
        return msgspec.json.encode(value)
    rows = cast("tuple[object, ...]", value)
    return b"[\n" + b",\n".join(map(msgspec.json.encode, rows)) + b"\n]"
