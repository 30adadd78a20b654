"""Results to keep: a page to print, spreadsheets, data for programs, and a calendar."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus

import icalendar
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from scoring.contest.state import Contest
from scoring.languages import words
from scoring.live import Channel
from scoring.views.board import board_screen
from scoring.views.calendar import Entry, entries
from scoring.views.head import has_field
from scoring.views.match_board import match_board_screen
from scoring.views.results_list import (
    Board,
    ResultsScreen,
    Section,
    results_screen,
    standing_text,
)
from scoring.web.card import picture_of
from scoring.web.problems import not_found
from scoring.web.public import html
from scoring.web.rendering import IN_ANY_FRAME, AnyRequest, language_of, page
from scoring.web.service import Service, screen_name

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for a formula at the beginning of a cell (OWASP)."""


def _boards(service: Service, contest: Contest, language: str) -> list[Board]:
    """The public boards of all stages that anybody is in, whole."""
    speak, results = words(language), service.results_of(contest)
    if not contest.plan.played:
        judged = [one for one in contest.plan.judged if has_field(contest, one)]
        return [board_screen(contest, speak, results, one, page=None) for one in judged]
    played = [one for one in contest.plan.played if contest.field(one)] or contest.plan.played[:1]
    return [
        match_board_screen(contest, one.id, speak, results.played, results.outlook)
        for one in played
    ]


def _results(service: Service, request: AnyRequest, contest: str) -> ResultsScreen:
    language = language_of(request)
    return results_screen(_boards(service, service.public(contest), language), words(language))


@get("/contests/{contest:str}/results")
async def results_page(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """Every result so far, on white paper."""
    screen, speak = _results(service, request, contest), words(language_of(request))
    found = service.public(contest)
    return html(
        request,
        page(
            "results.html",
            request,
            screen=screen,
            address=f"{request.base_url.netloc}/contests/{found.plan.id}",
            picture=picture_of(request, found),
            standing_words={
                one: speak(standing_text(one)) for one in ("to_come", "provisional", "final")
            },
        ),
    )


@get("/api/contests/{contest:str}/results")
async def results_json(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[ResultsScreen]:
    """The same tables as data."""
    screen = _results(service, request, contest)
    return Response(screen, headers={"Cache-Control": "no-cache"})


@get(
    "/contests/{contest:str}/results/{section:str}/table.csv",
    media_type="text/csv; charset=utf-8",
)
async def results_csv(
    request: AnyRequest,
    service: NamedDependency[Service],
    contest: FromPath[str],
    section: FromPath[str],
) -> Response[bytes]:
    """One of the tables for a spreadsheet: UTF-8 with a mark that Excel needs to see that."""
    found = next(
        (one for one in _results(service, request, contest).sections if one.id == section), None
    )
    if found is None:
        raise not_found()
    name = f"{contest}-{section}.csv"
    return Response(
        table_csv(found),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-cache",
        },
    )


def table_csv(section: Section) -> bytes:
    """A table as CSV (RFC 4180)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_cell(one.name) for one in section.columns])
    numbers = [one.number for one in section.columns]
    for row in section.rows:
        both = zip(row, numbers, strict=True)
        writer.writerow([_number(one) if number else _cell(one) for one, number in both])
    return text.getvalue().encode("utf-8-sig")


def _number(text: str) -> str:
    """Spreadsheets know no minus sign but the hyphen."""
    return _cell(text.replace("\N{MINUS SIGN}", "-"))


def _cell(text: str) -> str:
    """A name that looks like a formula stays a name; negative numbers stay numbers."""
    if text.startswith(_FORMULA) and not text[1:].replace(".", "", 1).isdecimal():
        return f"'{text}"
    return text


@get("/contests/{contest:str}/calendar.ics", media_type="text/calendar; charset=utf-8")
async def calendar(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The matches, or the day, for a calendar; times are those at the venue."""
    found, language = service.public(contest), language_of(request)
    boards = _boards(service, found, language)
    shown = entries(found.plan, boards, words(language))
    return Response(
        calendar_file(found.plan.id, boards[-1].head.name, shown),
        media_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": f'inline; filename="{found.plan.id}.ics"',
            "Cache-Control": "no-cache",
        },
        status_code=HTTPStatus.OK,
    )


def calendar_file(contest: str, name: str, shown: tuple[Entry, ...]) -> bytes:
    """An iCalendar file (RFC 5545) with floating times: the venue's, whatever zone it is in."""
    made = icalendar.Calendar.new(
        name=name,
        uid=f"{contest}@scoring",
        prodid="-//scoring//scoring//EN",
        subcomponents=[_event(contest, one) for one in shown],
    )
    return bytes(made.to_ical())


_STAMP = datetime(2000, 1, 1, tzinfo=UTC)
"""Asked for, as the moment at which the entry was made; a fixed one keeps files equal."""


def _event(contest: str, entry: Entry) -> icalendar.Event:
    start: date = date.fromisoformat(entry.start[:10])
    end = start + timedelta(days=1)
    if entry.minutes:
        start = datetime.fromisoformat(entry.start)
        end = start + timedelta(minutes=entry.minutes)
    return icalendar.Event.new(
        uid=f"{entry.id}.{contest}@scoring",
        summary=entry.title,
        location=entry.place,
        description=entry.note or None,
        start=start,
        end=end,
        stamp=_STAMP,
    )


@get("/contests/{contest:str}/embed")
async def embed(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The live board to stand in the page of a village's website."""
    found = service.public(contest)
    name = screen_name(found, "board")
    screen = service.screen(Channel(found.plan.id, name, language_of(request)))
    matches = name == "match_board"
    answer = html(request, page("embed.html", request, screen=screen, matches=matches))
    answer.headers.update(IN_ANY_FRAME)
    return answer


HANDLERS: list[HTTPRouteHandler] = [results_page, results_json, results_csv, calendar, embed]
