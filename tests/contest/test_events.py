"""Events as stored: tags and fields never change meaning, so these lines never change."""

import msgspec
import pytest

from scoring.contest.events import (
    ContestRegistered,
    EntrantEntered,
    EntrantsAdvanced,
    EntrantWithdrawn,
    Event,
    MarksEntered,
    NoShowRecorded,
    OrderDrawn,
    OrderSet,
    PerformanceCalled,
    PerformanceClosed,
    SheetAmended,
    SheetContested,
    StageClosed,
    decode,
    encode,
)
from scoring.contest.plan import Entrant
from tests.contest.given import ANN, BEN, HEATS, J1, J2, PLAN, SONG, STYLE

STORED: list[tuple[Event, str]] = [
    (
        EntrantEntered(Entrant(id=ANN, number=1, name="陈大叔", work="《画你》")),
        (
            '{"type":"entrant_entered","entrant":{"id":"ann","number":1,"name":"陈大叔","unit":"",'
            '"group":null,"work":"《画你》"}}'
        ),
    ),
    (
        EntrantWithdrawn(ANN, "Ill"),
        '{"type":"entrant_withdrawn","entrant":"ann","reason":"Ill"}',
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
    (NoShowRecorded(HEATS, ANN), '{"type":"no_show_recorded","stage":"heats","entrant":"ann"}'),
    (
        PerformanceClosed(HEATS, ANN, (J2,)),
        '{"type":"performance_closed","stage":"heats","entrant":"ann","absent":["J2"]}',
    ),
    (StageClosed(HEATS), '{"type":"stage_closed","stage":"heats"}'),
    (
        EntrantsAdvanced(HEATS, (BEN,), (BEN, ANN), "Host"),
        (
            '{"type":"entrants_advanced","stage":"heats","entrants":["ben"],'
            '"qualifying":["ben","ann"],"reason":"Host"}'
        ),
    ),
]


@pytest.mark.parametrize(("event", "stored"), STORED, ids=lambda one: type(one).__name__)
def test_an_event_is_stored_like_this_and_read_back(event: Event, stored: str) -> None:
    assert encode(event) == stored.encode()
    assert decode(stored.encode()) == event


def test_every_event_is_listed_here() -> None:
    listed = {type(event) for event, _ in STORED} | {ContestRegistered}
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
        "scoring": {"criteria": [{"id": "song", "name": {"en": "Song"}}]},
        "advancement": {
          "to": {"en": "Final"}, "rules": [{"type": "top", "count": 2}], "tie": "all_in"
        }
      },
      {
        "type": "judged",
        "id": "final",
        "name": {"en": "Final"},
        "panel": ["J1", "J2", "J3"],
        "scoring": {"criteria": [{"id": "song", "name": {"en": "Song"}}]}
      }
    ]
  }
}"""


def test_a_registration_holds_the_whole_plan_and_defaults_keep_their_meaning() -> None:
    assert decode(REGISTERED.encode()) == ContestRegistered(PLAN)
    assert decode(encode(ContestRegistered(PLAN))) == ContestRegistered(PLAN)


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
    ],
    ids=["nobody absent", "no reason", "a field of a later version"],
)
def test_what_is_not_written_has_its_default(stored: bytes, event: Event) -> None:
    assert decode(stored) == event


@pytest.mark.parametrize(
    "stored",
    [
        pytest.param(b'{"type":"stage_reopened","stage":"heats"}', id="unknown tag"),
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
