"""Codes to type: what is forgiven, what is none, and how hard one is to find by trying."""

import pytest

from scoring.web.codes import ALPHABET, LENGTH, LIFE, grouped, new_code, typed_code
from scoring.web.limits import Limits
from scoring.web.problems import Problem
from tests.web.test_limits import Clock

CODE = "A7K3M9R2"


@pytest.mark.parametrize(
    "text",
    [
        "A7K3M9R2", "a7k3m9r2", "A7K3 M9R2", "  a7k3-m9r2\n", "A7 K3 M9 R2", "Ａ７Ｋ３　Ｍ９Ｒ２",
        "A7K3—M9R2", "A7K3M9RZ", "a7k3.m9rz", "A\t7K3M9R2",
    ],
)  # fmt: skip
def test_what_is_meant_is_understood(text: str) -> None:
    assert typed_code(text) == CODE


@pytest.mark.parametrize(("typed", "meant"), [("B", "8"), ("S", "5"), ("U", "V"), ("Z", "2")])
def test_a_look_alike_is_read_as_the_one_in_use(typed: str, meant: str) -> None:
    assert typed_code(typed * LENGTH) == meant * LENGTH


@pytest.mark.parametrize(
    "text",
    ["", "A7K3M9R", "A7K3M9R22", "A7K3M9R1", "O7K3M9R2", "A7K3M9R评", "A7K3_M9R!", "x" * 43,
     "A7K3M9R2" * 1000, "\x00" * 8],
)  # fmt: skip
def test_what_cannot_be_a_code_is_none(text: str) -> None:
    assert typed_code(text) is None


def test_codes_are_drawn_from_letters_that_do_not_look_alike() -> None:
    drawn = {new_code() for _ in range(500)}
    assert len(drawn) == 500
    for code in drawn:
        assert typed_code(code) == typed_code(grouped(code).lower()) == code
    assert {one for code in drawn for one in code} == set(ALPHABET)
    assert not set("01IOQLBSUZ") & set(ALPHABET)


def guesses(limits: Limits, clock: Clock, addresses: int, seconds: int) -> int:
    """How many wrong codes are looked at, whoever tries as often as possible."""
    passed = 0
    for now in range(0, seconds, 5):
        clock.now = now * 1000
        for address in range(addresses):
            try:
                while True:
                    limits.code.take(str(address))
                    try:
                        limits.codes.take("")
                    except Problem:
                        limits.code.give_back(str(address))
                        raise
                    passed += 1
            except Problem:
                continue
    return passed


@pytest.mark.parametrize("addresses", [1, 2, 50])
def test_a_hundred_codes_are_not_found_while_they_last(addresses: int) -> None:
    clock = Clock()
    found = guesses(Limits(clock), clock, addresses, LIFE)
    assert found <= 100 + LIFE // 5 + 1
    if addresses == 1:
        assert found <= 20 + LIFE // 15 + 1
    assert found * 100 * 100_000 < len(ALPHABET) ** LENGTH
