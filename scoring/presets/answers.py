"""What was filled in, read field by field; what is wrong is noted where it was typed."""

from collections.abc import Iterable, Mapping
from unicodedata import normalize

from scoring.contest.fault import Fault, not_decimal
from scoring.presets.fields import Field
from scoring.rules.exact import NotDecimal, exact
from scoring.wording import Message, say

_NAME = 40
"""How long the name of a row may be."""


class Answers:
    """Reads answers; where one is wrong a fault is noted and the field's default goes on."""

    def __init__(self, fields: Iterable[Field], given: Mapping[str, str]) -> None:
        self._fields = {field.id: field for field in fields}
        self._given = given
        self.faults: list[Fault] = []

    def wrong(self, field: str, message: Message) -> None:
        self.faults.append(Fault(field, message))

    def text(self, field: str) -> str:
        """One line, without blanks around it."""
        found = self._fields[field]
        typed = " ".join(self._typed(field).split())
        if len(typed) > found.most:
            self.wrong(field, say("{name}: at most {most} characters.",
                                  name=found.name, most=found.most))  # fmt: skip
            return typed[: found.most]
        if not typed and found.least:
            self.wrong(field, say("Fill in: {name}.", name=found.name))
        return typed

    def choice(self, field: str) -> str:
        """One of the values to choose from."""
        found = self._fields[field]
        values = [one.value for one in found.options]
        typed = self._typed(field)
        if typed in values:
            return typed
        names = tuple(one.name for one in found.options)
        self.wrong(field, say("{name}: choose one of {names}.", name=found.name, names=names))
        return found.default_in("en")

    def yes(self, field: str) -> bool:
        return self._typed(field) == "yes"

    def whole(self, field: str) -> int:
        """A whole number within the field's bounds."""
        found = self._fields[field]
        typed = normalize("NFKC", self._typed(field)).strip()
        if typed.isdecimal() and found.least <= int(typed[:9]) <= found.most:
            return int(typed[:9])
        self.wrong(field, say("{name}: a whole number from {least} to {most}.",
                              name=found.name, least=found.least, most=found.most))  # fmt: skip
        return int(found.default_in("en"))

    def decimal(self, field: str) -> str:
        """A number within the field's bounds, as decimal text."""
        found = self._fields[field]
        typed = normalize("NFKC", self._typed(field)).strip()
        problem = self._not_within(found, typed)
        if problem is None:
            return typed
        self.wrong(field, problem)
        return found.default_in("en") or str(found.least)

    def lines(self, field: str) -> list[str]:
        """Line by line; empty ones keep their place, but for those at the end."""
        text = self._typed(field).rstrip()
        return [" ".join(line.split()) for line in text.splitlines()]

    def rows(self, field: str) -> list[tuple[str, str]]:
        """Rows of a name and a number; rows without anything are left out."""
        found = self._fields[field]
        rows: list[tuple[str, str]] = []
        for line in self._typed(field).splitlines():
            name, _, value = line.strip().rpartition("\t")
            name, value = " ".join(name.split()), normalize("NFKC", value).strip()
            if not (name or value):
                continue
            problem = self._not_within(found, value) if name else say("Every row needs a name.")
            if problem is not None:
                self.wrong(field, problem)
            elif len(name) > _NAME:
                self.wrong(field, say("“{name}” is too long.", name=name[:20] + "…"))
            else:
                rows.append((name, value))
        return rows

    def _typed(self, field: str) -> str:
        given = self._given.get(field, "")
        return given if given.strip() else self._fields[field].default_in("zh")

    @staticmethod
    def _not_within(field: Field, typed: str) -> Message | None:
        try:
            value = exact(typed)
        except NotDecimal:
            return not_decimal(typed, 6)
        if field.least <= value <= field.most:
            return None
        return say("{name}: a number from {least} to {most}.",
                   name=field.name, least=field.least, most=field.most)  # fmt: skip
