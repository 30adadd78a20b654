"""A plain service: each request reads the marks, ranks the singers and fills a template."""

import sqlite3
import sys
from decimal import ROUND_HALF_UP, Decimal

import uvicorn
from jinja2 import Environment
from litestar import Litestar, get
from litestar.config.compression import CompressionConfig

_TEMPLATE = Environment(autoescape=True).from_string(
    """<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>Board</title></head><body>
<ol>{% for row in rows %}
<li id="r-{{ row.id }}"><span>{{ row.place }}</span><span>{{ row.number }}</span>
<a href="/entrants/{{ row.id }}"><bdi>{{ row.name }}</bdi></a><bdi>{{ row.unit }}</bdi>
<bdi>{{ row.work }}</bdi><b>{{ row.score }}</b>{% if row.goes_on %}<i>晋级</i>{% endif %}</li>
{% endfor %}</ol></body></html>"""
)
_CENT = Decimal("0.01")
_GO_ON = 20


def ranked(store: sqlite3.Connection) -> list[dict[str, object]]:
    """The singers by the mean of their marks without the highest and the lowest."""
    marks: dict[str, list[Decimal]] = {}
    for singer, mark in store.execute("SELECT singer, mark FROM marks"):
        marks.setdefault(singer, []).append(Decimal(mark))
    scores = {
        one: (sum(sorted(those)[1:-1], Decimal()) / (len(those) - 2)).quantize(
            _CENT, ROUND_HALF_UP
        )
        for one, those in marks.items()
    }
    rows: list[dict[str, object]] = []
    query = "SELECT id, number, name, unit, work FROM singers"
    singers = sorted(store.execute(query), key=lambda one: scores.get(one[0], 0), reverse=True)
    for index, (name, *rest) in enumerate(singers):
        score = scores.get(name)
        tied = bool(rows) and rows[-1]["score"] == str(score)
        place = rows[-1]["place"] if tied else index + 1
        values = dict(zip(("number", "name", "unit", "work"), rest, strict=True))
        rows.append(
            {"id": name, **values, "score": str(score), "place": place, "goes_on": index < _GO_ON}
        )
    return rows


def main() -> None:
    """Serve a database on a port."""
    store = sqlite3.connect(sys.argv[1], check_same_thread=False)

    @get("/page", media_type="text/html", sync_to_thread=False)
    def page() -> str:
        return _TEMPLATE.render(rows=ranked(store))

    @get("/json", sync_to_thread=False)
    def data() -> list[dict[str, object]]:
        return ranked(store)

    app = Litestar([page, data], compression_config=CompressionConfig(backend="gzip"))
    uvicorn.run(app, port=int(sys.argv[2]), log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
