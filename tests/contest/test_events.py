"""Events as stored: tags and fields never change meaning, so these lines never change."""

import msgspec
import pytest

from scoring.contest.events import (
    ContestRegistered,
    CutSealed,
    Disqualified,
    EntrantEntered,
    EntrantReinstated,
    EntrantReplaced,
    EntrantsAdvanced,
    EntrantsReceived,
    EntrantWithdrawn,
    Event,
    MarksEntered,
    NoShowRecorded,
    OrderDrawn,
    OrderSet,
    PanelsAssigned,
    PerformanceCalled,
    PerformanceClosed,
    PerformanceReopened,
    PlanRevised,
    SheetAmended,
    SheetContested,
    SheetsMoved,
    StageClosed,
    StageReopened,
    TieSettled,
    Undone,
    decode,
    encode,
)
from scoring.contest.ids import ContestId, PanelId, StageId
from scoring.contest.plan import Entrant, Origin
from tests.contest.given import ANN, BEN, HEATS, J1, J2, PLAN, SONG, STYLE

RENHE = ContestId("renhe")
COMES = Entrant(
    id=BEN,
    number=2,
    name="Ben",
    guest=True,
    origin=Origin(contest=RENHE, stage=StageId("s1"), entrant=ANN, number=7, place=1, score="9.5"),
)

STORED: list[tuple[Event, str]] = [
    (
        EntrantEntered(Entrant(id=ANN, number=1, name="陈大叔", work="《画你》")),
        (
            '{"type":"entrant_entered","entrant":{"id":"ann","number":1,"name":"陈大叔","unit":"",'
            '"group":null,"work":"《画你》","guest":false,"origin":null,"members":[]}}'
        ),
    ),
    (
        EntrantsReceived(RENHE, (COMES,), "Came late"),
        (
            '{"type":"entrants_received","contest":"renhe","entrants":[{"id":"ben","number":2,'
            '"name":"Ben","unit":"","group":null,"work":"","guest":true,"origin":'
            '{"contest":"renhe","stage":"s1","entrant":"ann","number":7,"place":1,"score":"9.5"}}],'
            '"reason":"Came late"}'
        ),
    ),
    (
        EntrantWithdrawn(ANN, "Ill"),
        '{"type":"entrant_withdrawn","entrant":"ann","reason":"Ill"}',
    ),
    (
        EntrantReinstated(ANN, "Well again"),
        '{"type":"entrant_reinstated","entrant":"ann","reason":"Well again"}',
    ),
    (
        OrderDrawn(HEATS, "seed-2024", (BEN, ANN)),
        '{"type":"order_drawn","stage":"heats","seed":"seed-2024","order":["ben","ann"]}',
    ),
    (
        OrderSet(HEATS, (BEN, ANN), "Lots"),
        '{"type":"order_set","stage":"heats","order":["ben","ann"],"reason":"Lots"}',
    ),
    (
        PanelsAssigned(HEATS, {PanelId("A"): (BEN,), PanelId("B"): (ANN,)}, "seed-2024"),
        (
            '{"type":"panels_assigned","stage":"heats","panels":{"A":["ben"],"B":["ann"]},'
            '"seed":"seed-2024"}'
        ),
    ),
    (
        CutSealed(HEATS, "00ff", "seed-2024"),
        '{"type":"cut_sealed","stage":"heats","digest":"00ff","seed":"seed-2024"}',
    ),
    (
        PerformanceCalled(HEATS, ANN),
        '{"type":"performance_called","stage":"heats","entrant":"ann"}',
    ),
    (
        MarksEntered(HEATS, ANN, J1, 1, {SONG: 9599, STYLE: 0}),
        (
            '{"type":"marks_entered","stage":"heats","entrant":"ann","seat":"J1","revision":1,'
            '"marks":{"song":9599,"style":0}}'
        ),
    ),
    (
        MarksEntered(HEATS, ANN, J1, 1, {}, 2, "dnf"),
        (
            '{"type":"marks_entered","stage":"heats","entrant":"ann","seat":"J1","revision":1,'
            '"marks":{},"attempt":2,"outcome":"dnf"}'
        ),
    ),
    (
        SheetContested(HEATS, ANN, J1, 0, 1, {SONG: 5999}),
        (
            '{"type":"sheet_contested","stage":"heats","entrant":"ann","seat":"J1","after":0,'
            '"revision":1,"marks":{"song":5999}}'
        ),
    ),
    (
        SheetAmended(HEATS, ANN, J1, 2, {SONG: 9599}, "Swapped"),
        (
            '{"type":"sheet_amended","stage":"heats","entrant":"ann","seat":"J1","revision":2,'
            '"marks":{"song":9599},"reason":"Swapped"}'
        ),
    ),
    (
        SheetsMoved(HEATS, ANN, BEN, (J1, J2), "Wrong singer"),
        (
            '{"type":"sheets_moved","stage":"heats","entrant":"ann","to":"ben",'
            '"seats":["J1","J2"],"reason":"Wrong singer"}'
        ),
    ),
    (
        Disqualified(HEATS, ANN, "Playback"),
        '{"type":"disqualified","stage":"heats","entrant":"ann","reason":"Playback"}',
    ),
    (NoShowRecorded(HEATS, ANN), '{"type":"no_show_recorded","stage":"heats","entrant":"ann"}'),
    (
        PerformanceClosed(HEATS, ANN, (J2,)),
        '{"type":"performance_closed","stage":"heats","entrant":"ann","absent":["J2"]}',
    ),
    (
        PerformanceReopened(HEATS, ANN, "Too early"),
        '{"type":"performance_reopened","stage":"heats","entrant":"ann","reason":"Too early"}',
    ),
    (StageClosed(HEATS), '{"type":"stage_closed","stage":"heats"}'),
    (
        EntrantsAdvanced(HEATS, (BEN,), (BEN, ANN), "Host"),
        (
            '{"type":"entrants_advanced","stage":"heats","entrants":["ben"],'
            '"qualifying":["ben","ann"],"reason":"Host"}'
        ),
    ),
    (
        EntrantsAdvanced(HEATS, (ANN,), (ANN,), route=1),
        (
            '{"type":"entrants_advanced","stage":"heats","entrants":["ann"],'
            '"qualifying":["ann"],"route":1}'
        ),
    ),
    (
        EntrantReplaced(HEATS, BEN, ANN, "Ill"),
        (
            '{"type":"entrant_replaced","stage":"heats","leaving":"ben","entering":"ann",'
            '"reason":"Ill"}'
        ),
    ),
    (
        StageReopened(HEATS, "A sheet was lost"),
        '{"type":"stage_reopened","stage":"heats","reason":"A sheet was lost"}',
    ),
    (
        TieSettled(HEATS, "lot", (BEN, ANN), "seed-2024", "In public"),
        (
            '{"type":"tie_settled","stage":"heats","by":"lot","order":["ben","ann"],'
            '"seed":"seed-2024","reason":"In public"}'
        ),
    ),
    (Undone(7, "Tapped"), '{"type":"undone","seq":7,"reason":"Tapped"}'),
]


@pytest.mark.parametrize(("event", "stored"), STORED, ids=lambda one: type(one).__name__)
def test_an_event_is_stored_like_this_and_read_back(event: Event, stored: str) -> None:
    assert encode(event) == stored.encode()
    assert decode(stored.encode()) == event


def test_every_event_is_listed_here() -> None:
    listed = {type(event) for event, _ in STORED} | {ContestRegistered, PlanRevised}
    assert listed == set(Event.__args__)


REGISTERED = """{
  "type": "contest_registered",
  "plan": {
    "id": "songs",
    "meet": {"id": "festival", "name": {"en": "Festival"}},
    "name": {"en": "Songs"},
    "sport": "singing",
    "groups": [
      {"id": "villagers", "name": {"en": "Villagers"}},
      {"id": "guests", "name": {"en": "Guests"}}
    ],
    "entrants": [
      {"id": "ann", "number": 1, "name": "Ann", "unit": "Renhe", "group": "villagers"},
      {"id": "ben", "number": 2, "name": "Ben"},
      {"id": "cai", "number": 3, "name": "Cai"},
      {"id": "dan", "number": 4, "name": "Dan"}
    ],
    "seats": [
      {"id": "J1", "name": {"en": "Judge 1"}},
      {"id": "J2", "name": {"en": "Judge 2"}},
      {"id": "J3", "name": {"en": "Judge 3"}},
      {"id": "chief", "name": {"en": "Head judge"}}
    ],
    "stages": [
      {
        "type": "judged",
        "id": "heats",
        "name": {"en": "Heats"},
        "panel": ["J1", "J2", "J3"],
        "scoring": {
          "criteria": [{"id": "song", "name": {"en": "Song"}}],
          "steps": [{"id": "score", "name": {"en": "Score"}, "value": {"type": "panel"}}]
        },
        "advancement": [
          {"to": {"en": "Final"}, "rules": [{"type": "top", "count": 2}], "tie": "all_in"}
        ]
      },
      {
        "type": "judged",
        "id": "final",
        "name": {"en": "Final"},
        "panel": ["J1", "J2", "J3"],
        "scoring": {
          "criteria": [{"id": "song", "name": {"en": "Song"}}],
          "steps": [{"id": "score", "name": {"en": "Score"}, "value": {"type": "panel"}}]
        }
      }
    ]
  }
}"""


@pytest.mark.parametrize("kind", [ContestRegistered, PlanRevised])
def test_a_registration_holds_the_whole_plan_and_defaults_keep_their_meaning(
    kind: type[ContestRegistered | PlanRevised],
) -> None:
    tag = {ContestRegistered: "contest_registered", PlanRevised: "plan_revised"}[kind]
    stored = REGISTERED.replace("contest_registered", tag).encode()
    assert decode(stored) == kind(PLAN)
    assert decode(encode(kind(PLAN))) == kind(PLAN)


@pytest.mark.parametrize(
    ("stored", "event"),
    [
        (
            b'{"type":"performance_closed","stage":"heats","entrant":"ann"}',
            PerformanceClosed(HEATS, ANN),
        ),
        (
            b'{"type":"entrants_advanced","stage":"heats","entrants":[],"qualifying":[]}',
            EntrantsAdvanced(HEATS, (), ()),
        ),
        (
            b'{"type":"stage_closed","stage":"heats","added_later":true}',
            StageClosed(HEATS),
        ),
        (
            '{"type":"entrant_entered","entrant":{"id":"ann","number":1,"name":"陈大叔"}}'.encode(),
            EntrantEntered(Entrant(id=ANN, number=1, name="陈大叔")),
        ),
    ],
    ids=["nobody absent", "no reason", "a field of a later version", "an entrant"],
)
def test_what_is_not_written_has_its_default(stored: bytes, event: Event) -> None:
    assert decode(stored) == event


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param(b'{"type":"stage_burnt","stage":"heats"}', id="unknown tag"),
        pytest.param(b'{"stage":"heats"}', id="no tag"),
        pytest.param(b'{"type":"stage_closed"}', id="field missing"),
        pytest.param(b'{"type":"stage_closed","stage":7}', id="wrong type"),
        pytest.param(
            b'{"type":"marks_entered","stage":"heats","entrant":"ann","seat":"J1","revision":1,'
            b'"marks":{"song":95.99}}',
            id="a mark that is no integer",
        ),
        pytest.param(b"[]", id="no object"),
    ],
)
def test_what_is_no_event_is_not_read(stored: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        decode(stored)
