"""Results to keep: every stage as plain tables, for print, spreadsheets and programs.

They are made of the public boards and of nothing else, so they show what these show.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct

from scoring.rules.outcomes import Score
from scoring.views.board import BoardScreen
from scoring.views.head import Head
from scoring.views.match_board import MatchBoardScreen, PlaceRow
from scoring.views.match_rows import MatchRow
from scoring.views.match_tables import Table
from scoring.views.rows import Row
from scoring.views.words import Words
from scoring.wording import Message, say

Standing: TypeAlias = Literal["to_come", "provisional", "final"]
Board: TypeAlias = BoardScreen | MatchBoardScreen


class Column(Struct, frozen=True):
    """The head of a column; those of numbers are set to the right."""

    name: str
    number: bool = False


class Section(Struct, frozen=True, kw_only=True):
    """One table."""

    id: str
    """Part of the address of its file."""
    title: str
    standing: Standing
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


class ResultsScreen(Struct, frozen=True, kw_only=True):
    """All results of a contest so far."""

    head: Head
    standing: Standing
    """Final once every stage is."""
    sections: tuple[Section, ...]


def results_screen(boards: Sequence[Board], words: Words) -> ResultsScreen:
    """The results that the public boards of all stages show; the last stage gives the head."""
    sections = tuple(
        section
        for board in boards
        for section in (
            _judged(board, words) if isinstance(board, BoardScreen) else _played(board, words)
        )
    )
    standings: list[Standing] = [one.standing for one in sections]
    whole: Standing = "provisional"
    if not standings or len(set(standings)) == 1:
        whole = standings[0] if standings else "to_come"
    return ResultsScreen(head=boards[-1].head, standing=whole, sections=sections)


def standing_text(standing: Standing) -> Message:
    """How sure a table is, in a word."""
    match standing:
        case "to_come":
            return say("Still to come")
        case "provisional":
            return say("As it stands; still changing")
        case "final":
            return say("Final result")


def _standing(head: Head) -> Standing:
    if head.phase in {"closed", "advanced"}:
        return "final"
    return "provisional" if head.settled else "to_come"


def _judged(board: BoardScreen, words: Words) -> Iterator[Section]:
    head, rows = board.head, board.rows
    units, works = any(row.card.unit for row in rows), any(row.card.work for row in rows)
    fates = bool(board.cuts) or any(row.card.guest for row in rows)
    names = [
        *_if(units, words(say("Unit"))),
        *_if(works, head.work_word),
        *board.columns.names,
        words(say("Score")),
        *_if(fates, words(say("Result"))),
    ]
    numbers = {*board.columns.names, words(say("Score"))}

    def line(row: Row) -> tuple[str, ...]:
        cells = [one.text for one in row.cells] or [""] * len(board.columns.names)
        return (
            "" if row.place is None else str(row.place),
            str(row.card.number),
            row.card.name,
            *_if(units, row.card.unit),
            *_if(works, row.card.work),
            *cells,
            row.score or row.outcome or _status(row, words),
            *_if(fates, _fate(row, words)),
        )

    yield Section(
        id=head.stage,
        title=head.stage_name,
        standing=_standing(head),
        columns=(
            *_first_columns(head, words),
            *(Column(name, number=name in numbers) for name in names),
        ),
        rows=tuple(line(row) for row in rows),
    )


def _first_columns(head: Head, words: Words) -> tuple[Column, ...]:
    return (
        Column(words(say("Place")), number=True),
        Column(words(say("No.")), number=True),
        Column(head.entrant_word),
    )


def _if(wanted: bool, text: str) -> list[str]:  # noqa: FBT001 - reads as a sentence: if wanted, text
    return [text] if wanted else []


def _status(row: Row, words: Words) -> str:
    match row.status:
        case "no_show":
            return words(say("did not come"))
        case "withdrawn":
            return words(say("withdrawn"))
        case "disqualified":
            return words(say("disqualified"))
        case _:
            return ""


def _fate(row: Row, words: Words) -> str:
    if row.card.guest:
        return words(say("Guest, out of competition"))
    if row.fate == "advancing":
        return words(say("goes on: {to}", to=row.to))
    if row.fate == "qualifying":
        return words(say("inside the line: {to}", to=row.to))
    return ""


def _played(board: MatchBoardScreen, words: Words) -> Iterator[Section]:
    head = board.head
    for table in board.tables:
        yield _table(head, table, words)
    if board.places:
        yield _places(head, board.places, words)
    matches = matches_of(board)
    if matches:
        yield _matches(head, matches, words)


def matches_of(board: MatchBoardScreen) -> tuple[tuple[str, MatchRow], ...]:
    """Every match of a stage once, with the name of its round."""
    rounds = [*(one for table in board.tables for one in table.rounds), *board.rounds]
    found = {one.card.id: (round_.name, one) for round_ in rounds for one in round_.rows}
    return tuple(found.values())


def _table(head: Head, table: Table, words: Words) -> Section:
    draws, points = table.draws, bool(table.points_name)
    return Section(
        id=f"{head.stage}-{table.id}",
        title=" · ".join(filter(None, (head.stage_name, table.name))),
        standing="final" if table.complete else _standing(head),
        columns=(
            *_first_columns(head, words),
            *(
                Column(name, number=True)
                for name in (
                    words(say("Played")),
                    words(say("Won")),
                    *_if(draws, words(say("Drawn"))),
                    words(say("Lost")),
                    *table.columns,
                    *_if(points, table.points_name),
                )
            ),
        ),
        rows=tuple(
            (
                "" if row.place is None else str(row.place),
                str(row.card.number),
                row.card.name,
                str(row.played),
                str(row.won),
                *_if(draws, str(row.drawn)),
                str(row.lost),
                *row.values,
                *_if(points, row.points),
            )
            for row in table.rows
        ),
    )


def _places(head: Head, places: Iterable[PlaceRow], words: Words) -> Section:
    return Section(
        id=f"{head.stage}-places",
        title=words(say("{stage} · places", stage=head.stage_name)),
        standing=_standing(head),
        columns=(*_first_columns(head, words), Column(words(say("Unit")))),
        rows=tuple(
            (
                str(row.best) if row.best == row.worst else f"{row.best}–{row.worst}",
                str(row.card.number),
                row.card.name,
                row.card.unit,
            )
            for row in places
        ),
    )


def _matches(head: Head, matches: Iterable[tuple[str, MatchRow]], words: Words) -> Section:
    def line(round_: str, row: MatchRow) -> tuple[str, ...]:
        card = row.card
        result = card.phase == "confirmed"
        games = " ".join(f"{one.a}:{one.b}" for one in card.games)
        return (
            round_,
            card.name,
            card.start.replace("T", " "),
            card.court,
            card.a.name,
            card.b.name,
            _score(card.score) if result else "",
            games if result else "",
            card.note if result else "",
        )

    names = (
        say("Round"),
        say("Match"),
        say("Time"),
        say("Court"),
        say("Side A"),
        say("Side B"),
        say("Score"),
        say("Games"),
        say("Remark"),
    )
    return Section(
        id=f"{head.stage}-matches",
        title=words(say("{stage} · matches", stage=head.stage_name)),
        standing=_standing(head),
        columns=tuple(Column(words(one)) for one in names),
        rows=tuple(line(round_, row) for round_, row in matches),
    )


def _score(score: Score | None) -> str:
    return "" if score is None else f"{score.a}:{score.b}"
