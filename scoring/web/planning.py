"""Planning a contest in the browser: presets to choose from, the form, the rules in words."""

import secrets
from collections.abc import Iterable
from http import HTTPStatus

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Struct
from msgspec.structs import replace

from scoring.access import Asking, may_act, rights, roles_in
from scoring.contest.plan import Meet, Plan
from scoring.contest.state import Contest
from scoring.languages import words
from scoring.presets.catalogue import PRESETS, find_preset
from scoring.presets.entrants import EntrantLine
from scoring.presets.matches import PlayedPreset
from scoring.presets.members import MemberLine
from scoring.presets.plans import AnyPreset, drafted, remembered
from scoring.sports import find_sport
from scoring.views.plan_form import choices, plan_form
from scoring.views.plan_words import PlanScreen, plan_screen
from scoring.views.words import Words
from scoring.web.declared import SAVED
from scoring.web.problems import ProblemField, not_found, problem
from scoring.web.public import html
from scoring.web.rendering import AnyRequest, drawn, language_of, page
from scoring.web.service import Service, forbidden
from scoring.web.wire import read_json, read_query
from scoring.wording import say

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_LISTED = 200
"""How many entrants the table of the preview lists; those with a problem are all listed."""


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """A form as far as it is filled in, for a new contest or for one to `revise`."""

    preset: str
    contest: str
    answers: dict[str, str]
    revise: bool = False


class Preview(Struct, frozen=True):
    """The plan that the answers describe, its words and its entrants drawn, and what is wrong."""

    plan: Plan
    words: str
    entrants: str
    faults: tuple[ProblemField, ...]


class ReadLine(Struct, frozen=True):
    """A pasted line, as read, in the reader's language."""

    line: EntrantLine
    members: tuple[str, ...]
    problems: tuple[str, ...]


_decoder = msgspec.json.Decoder(Asked)


def _meets(service: Service) -> list[Meet]:
    """Every meet once, by id."""
    found = {contest.plan.meet.id: contest.plan.meet for contest in service.desk.contests()}
    return list(found.values())


def _preset(name: str) -> AnyPreset:
    preset = find_preset(name)
    if preset is None:
        raise not_found()
    return preset


def _has_begun(contest: Contest) -> bool:
    return any(contest.has_begun(stage) for stage in contest.stages)


def _with_entrants(contest: Contest) -> Plan:
    return replace(contest.plan, entrants=tuple(contest.entrants.values()))


def _revised(service: Service, holder: Asking, contest: str) -> Plan:
    found = service.contest(contest)
    if not may_act(holder, "plan", found.plan.meet.id):
        raise forbidden()
    return _with_entrants(found)


def _rules(contest: Contest, speak: Words) -> PlanScreen:
    seals = {stage: state.seal for stage, state in contest.stages.items()}
    counted = len(contest.entrants) - len(contest.withdrawn)
    return plan_screen(contest.plan, counted, speak, seals)


@get("/desk/new", signed=True)
async def choose_preset(request: AnyRequest, service: NamedDependency[Service]) -> Response[bytes]:
    """What a new contest can be, to choose from."""
    await service.organizer(request, "plan")
    offered = choices(PRESETS, words(language_of(request)))
    return html(request, page("desk_new.html", request, choices=offered))


@get("/desk/new/{preset:str}", signed=True)
async def new_contest(
    request: AnyRequest, service: NamedDependency[Service], preset: FromPath[str]
) -> Response[bytes]:
    """The form of a new contest."""
    await service.organizer(request, "plan")
    found, speak = _preset(preset), words(language_of(request))
    name = f"{found.id}-{''.join(secrets.choice(_LETTERS) for _ in range(6))}"
    return html(
        request,
        page(
            "desk_plan.html",
            request,
            form=plan_form(found, {}, speak),
            contest=name,
            meets=[speak.label(meet.name) for meet in _meets(service)],
            screen=None,
            begun=False,
            saved=False,
        ),
    )


@get("/contests/{contest:str}/desk/plan", signed=True, asks=(SAVED,))
async def change_plan(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The plan in words, and its form as long as the contest has not begun."""
    holder = await service.organizer(request, "see")
    found, speak = service.contest(contest), words(language_of(request))
    begun = _has_begun(found)
    roles = roles_in(holder, found.plan.meet.id)
    known = None if begun else remembered(found.plan, PRESETS, _meets(service), speak.language)
    known = known if "revise" in rights(roles) else None
    return html(
        request,
        page(
            "desk_plan.html",
            request,
            roles,
            form=plan_form(*known, speak) if known else None,
            contest=found.plan.id,
            meets=[speak.label(meet.name) for meet in _meets(service)],
            screen=_rules(found, speak),
            begun=begun,
            saved=read_query(request, SAVED) is not None,
        ),
    )


@get("/contests/{contest:str}/rules")
async def rules(
    request: AnyRequest, service: NamedDependency[Service], contest: FromPath[str]
) -> Response[bytes]:
    """The rules of a contest for everybody."""
    found = service.public(contest)
    screen = _rules(found, words(language_of(request)))
    return html(request, page("rules.html", request, screen=screen))


@post("/api/plans/preview", status_code=HTTPStatus.OK, takes=_decoder, signed=True)
async def preview(request: AnyRequest, service: NamedDependency[Service]) -> Response[Preview]:
    """What the answers come to so far: nothing is registered or changed by it."""
    holder = await service.organizer(request, "plan")
    asked = await read_json(request, _decoder)
    preset = find_preset(asked.preset)
    if preset is None:
        known = ", ".join(one.id for one in PRESETS)
        text = say("{given} is not known here; known are: {known}.",
                   given=asked.preset[:40], known=known)  # fmt: skip
        raise problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", text, "preset")
    language = language_of(request)
    speak = words(language)
    before = _revised(service, holder, asked.contest) if asked.revise else None
    meets = [*([before.meet] if before else []), *_meets(service)]
    draft = drafted(preset, asked.answers, asked.contest, meets, before)
    entrants = len(before.entrants if before else draft.plan.entrants)
    screen = plan_screen(draft.plan, entrants, speak)
    shown = _listed(draft.lines, speak)
    body = Preview(
        plan=draft.plan,
        words=drawn("partials/plan_words.html", language, screen=screen),
        entrants=drawn(
            "partials/plan_entrants.html", language,
            lines=shown, work_word=_work_word(preset, speak), count=len(draft.lines),
            wrong=sum(1 for one in draft.lines if one.problems),
            played=isinstance(preset, PlayedPreset),
        ),
        faults=tuple(ProblemField(one.field, speak(one.message)) for one in draft.faults),
    )  # fmt: skip
    return Response(body, headers={"Cache-Control": "no-store"})


def _work_word(preset: AnyPreset, speak: Words) -> str:
    sport = find_sport(preset.sport)
    return speak.label(sport.work if sport else None)


def _listed(lines: Iterable[EntrantLine], speak: Words) -> list[ReadLine]:
    return [
        ReadLine(
            line,
            tuple(_member(one, speak) for one in line.members),
            tuple(speak(one) for one in line.problems),
        )
        for index, line in enumerate(lines)
        if index < _LISTED or line.problems
    ]


def _member(member: MemberLine, speak: Words) -> str:
    """The name, and what was read behind it."""
    genders = {"m": say("man"), "f": say("woman")}
    gender = speak(genders[member.gender]) if member.gender else ""
    return " ".join(one for one in (member.name, gender, member.number) if one)


HANDLERS: list[HTTPRouteHandler] = [choose_preset, new_contest, change_plan, rules, preview]
