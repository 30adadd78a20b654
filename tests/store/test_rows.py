"""The hash chain: whatever is done to a stored log shows, and its format never changes."""

from hashlib import sha256
from itertools import permutations

import pytest
from msgspec.structs import asdict, replace

from scoring.store.rows import GENESIS, BrokenChain, Row, check_chain, sealed
from tests.store.chains import chain, chained, row

PINNED = Row(
    log="our-village-k",
    seq=7,
    at="2024-07-06T20:00:00.123+08:00",
    entered_at="2024-07-06T19:59:59+08:00",
    by="seat:J6",
    cause="tablet-6:42",
    part=0,
    digest=bytes.fromhex("0123456789abcdef"),
    event='{"type":"marks_entered","seat":"J6","marks":{"综合":9599}}'.encode(),
    hash=b"",
)

LOG = chain("songs", 6)

OTHER = {
    "log": "dances",
    "seq": 99,
    "at": "2024-07-06T20:00:00.001+00:00",
    "entered_at": "2024-07-06T20:00:00.000+00:00",
    "by": "seat:J1",
    "cause": "tablet:99",
    "part": 1,
    "digest": b"\x01" + bytes(7),
    "event": b'{"type":"performance_called","stage":"final","entrant":"e2"}',
    "hash": b"\x01" + bytes(31),
}
"""Another value for every field of a row."""


def broken_at(rows: list[Row]) -> int:
    with pytest.raises(BrokenChain) as broken:
        check_chain(rows)
    return broken.value.seq


# The format.


def test_the_hash_of_a_row_never_changes_its_meaning() -> None:
    first = sealed(GENESIS, PINNED)
    second = sealed(first, replace(PINNED, entered_at=None))
    assert first.hex() == "3ecf6ba04ccad58a8dfb063af12766ea1f04fe12445b43b6f5896631ac3e181e"
    assert second.hex() == "9771ded062ec5cea79dc9c50facd5925ffa1e883e68468d2002cf13632ae3f31"


def test_the_hash_is_plain_sha_256_over_json() -> None:
    """As somebody without this software would work it out."""
    text = (
        '["our-village-k",7,"2024-07-06T20:00:00.123+08:00","2024-07-06T19:59:59+08:00",'
        '"seat:J6","tablet-6:42",0,"0123456789abcdef",'
        '{"type":"marks_entered","seat":"J6","marks":{"综合":9599}}]'
    )
    assert sealed(GENESIS, PINNED) == sha256(bytes(32) + text.encode()).digest()


def test_every_field_counts_but_the_hash_itself() -> None:
    hashes = {sealed(GENESIS, replace(PINNED, **{field: value})) for field, value in OTHER.items()}
    assert len(hashes) == len(OTHER)
    assert sealed(GENESIS, replace(PINNED, hash=b"whatever")) == sealed(GENESIS, PINNED)
    assert sealed(b"\x01" * 32, PINNED) != sealed(GENESIS, PINNED)


def test_values_cannot_flow_from_one_field_into_the_next() -> None:
    one = replace(PINNED, by='seat","x', cause="t:1")
    two = replace(PINNED, by="seat", cause='x","t:1')
    assert sealed(GENESIS, one) != sealed(GENESIS, two)


# A sound log.


def test_a_sound_log_ends_in_its_last_hash() -> None:
    for length in range(1, 7):
        assert check_chain(LOG[:length]) == LOG[length - 1].hash


def test_an_empty_log_ends_where_it_begins() -> None:
    assert check_chain([]) == GENESIS


# Whatever is done to it shows, and where.


@pytest.mark.parametrize("field", OTHER)
def test_an_edit_of_any_field_of_any_row(field: str) -> None:
    assert set(asdict(PINNED)) == set(OTHER)
    for index, one in enumerate(LOG):
        edited = replace(one, **{field: OTHER[field]})
        assert edited != one
        assert broken_at([*LOG[:index], edited, *LOG[index + 1 :]]) == index + 1


@pytest.mark.parametrize("field", sorted(OTHER.keys() - {"hash", "seq"}))
def test_an_edited_row_that_was_hashed_anew_breaks_the_next(field: str) -> None:
    for index, one in enumerate(LOG[:-1]):
        before = LOG[index - 1].hash if index else GENESIS
        (edited,) = chained([replace(one, **{field: OTHER[field]})], before)
        assert broken_at([*LOG[:index], edited, *LOG[index + 1 :]]) == index + 2


def test_a_deleted_row() -> None:
    for index in range(len(LOG) - 1):
        assert broken_at([*LOG[:index], *LOG[index + 1 :]]) == index + 1


def test_any_other_order() -> None:
    for order in permutations(LOG):
        if list(order) != LOG:
            assert broken_at(list(order)) >= 1


def test_a_row_that_is_there_twice() -> None:
    for index in range(len(LOG) + 1):
        for one in LOG:
            assert broken_at([*LOG[:index], one, *LOG[index:]]) >= 1


def test_an_inserted_row() -> None:
    for index in range(len(LOG)):
        before = LOG[index - 1].hash if index else GENESIS
        (forged,) = chained([row("songs", index + 1, "forger:1")], before)
        assert broken_at([*LOG[:index], forged, *LOG[index:]]) == index + 2


def test_a_log_without_its_beginning() -> None:
    for length in range(1, len(LOG)):
        assert broken_at(LOG[length:]) == 1


def test_a_beginning_chained_to_something_else() -> None:
    assert broken_at(chain("songs", 3, previous=LOG[0].hash)) == 1


def test_rows_of_another_log() -> None:
    dances = chain("dances", 6)
    for index in range(len(LOG)):
        assert broken_at([*LOG[:index], dances[index], *LOG[index + 1 :]]) <= index + 2


def test_a_log_cut_off_at_its_end_shows_only_to_who_knows_its_last_hash() -> None:
    assert check_chain(LOG[:-1]) != LOG[-1].hash


def test_the_finding_names_the_log_and_the_row() -> None:
    with pytest.raises(BrokenChain, match="log songs: the chain is broken at row 3"):
        check_chain([*LOG[:2], *LOG[3:]])
