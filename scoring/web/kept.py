"""A template tag for what many versions of a screen have in common, as the rows of a ranking."""

from collections.abc import Callable

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser
from markupsafe import Markup

_KEPT = 20_000
"""Parts of all screens together; a row is about half a kilobyte."""
HOLE = Markup("\0")
"""Where the number will stand."""


class Kept(Extension):
    """`{% kept (what, it, depends, on), number %}…{{ hole }}…{% endkept %}`.

    The part is drawn once for each language and set of what it depends on. The number may differ
    each time: it stands where the hole is, on a line of its own, as patches want it.
    """

    tags = {"kept"}  # noqa: RUF012 - as in the base class

    def parse(self, parser: Parser) -> nodes.Node:
        """Turn the tag into a call that has what is between drawn only if need be."""
        line = next(parser.stream).lineno
        depends = parser.parse_expression()
        parser.stream.expect("comma")
        number = parser.parse_expression()
        body = parser.parse_statements(("name:endkept",), drop_needle=True)
        where = nodes.Const(f"{parser.name}:{line}")
        language = nodes.Name("language", "load")
        call = self.call_method("_drawn", [where, language, depends, number])
        return nodes.CallBlock(call, [], [], body).set_lineno(line)

    def _drawn(
        self,
        where: str,
        language: str,
        depends: object,
        number: int | None,
        caller: Callable[[], str],
    ) -> Markup:
        kept, key = _parts, (where, language, depends)
        text = kept.pop(key, None)
        if text is None:
            text = str(caller())
            if len(kept) >= _KEPT:
                del kept[next(iter(kept))]
        kept[key] = text
        if number is not None:
            text = text.replace(HOLE, f"\n{number}\n")
        return Markup(text)  # noqa: S704 - drawn, and escaped, by the macro


_parts: dict[tuple[str, str, object], str] = {}
