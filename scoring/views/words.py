"""The words one reader understands: a language and how to translate into it."""

from msgspec import Struct

from scoring.wording import Label, Message, Translate


class Words(Struct, frozen=True):
    """One reader's language: its code and how to translate into it."""

    language: str
    translate: Translate

    def label(self, label: Label | None) -> str:
        return label.spoken(self.language) if label else ""

    def __call__(self, message: Message) -> str:
        return self.translate(message)
