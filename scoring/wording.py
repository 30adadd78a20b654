"""What people read: labels in two languages, and sentences that are translated where shown."""

from collections.abc import Callable
from typing import TypeAlias, Union

from msgspec import Struct


class Label(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name that somebody gave, in both languages; one may stand in for the other."""

    zh: str = ""
    en: str = ""

    def __post_init__(self) -> None:
        if not (self.zh.strip() or self.en.strip()):
            raise ValueError("a label needs a text in Chinese (zh) or English (en)")

    def spoken(self, language: str) -> str:
        return (self.en or self.zh) if language == "en" else (self.zh or self.en)


class Message(Struct, frozen=True):
    """A sentence with named places: the English text is also its key in the catalogues."""

    text: str
    values: "dict[str, Value]"

    def __str__(self) -> str:
        return in_english(self)


Value: TypeAlias = Union[str, int, Label, Message, "tuple[str | Label | Message, ...]"]
Translate: TypeAlias = Callable[[Message], str]
"""Turns a message into the text for one reader."""


def say(text: str, /, **values: Value) -> Message:
    """Write a sentence for people; `text` must be a literal, so that catalogues can list it."""
    return Message(text, values)


def filled(template: str, message: Message, language: str, translate: Translate) -> str:
    """Fill the places of a translated template with the message's values."""
    comma = ", " if language == "en" else "、"

    def shown(value: Value) -> str:
        match value:
            case Label():
                return value.spoken(language)
            case Message():
                return translate(value)
            case tuple():
                return comma.join(shown(item) for item in value)
            case str() | int():
                return str(value)

    return template.format_map({name: shown(value) for name, value in message.values.items()})


def in_english(message: Message) -> str:
    """The message as written in the source: for logs, and where no catalogue is at hand."""
    return filled(message.text, message, "en", in_english)
