"""Sets of small numbers as the bits of one: copied, counted and searched fast at any size."""

from collections.abc import Iterable, Iterator

_BYTE = 8


def bits(numbers: Iterable[int], size: int) -> int:
    """The set of these numbers, all smaller than `size`."""
    held = bytearray(size // _BYTE + 1)
    for number in numbers:
        held[number // _BYTE] |= 1 << number % _BYTE
    return int.from_bytes(held, "little")


def numbers(held: int, skip: int = 0) -> Iterator[int]:
    """The numbers in a set, ascending, without the first so many."""
    start = _after(held, skip)
    left = held >> start
    while left:
        step = (left & -left).bit_length()
        start += step
        left >>= step
        yield start - 1


def _after(held: int, skip: int) -> int:
    """The smallest number that so many of the set are below."""
    low, high = 0, held.bit_length()
    while low < high:
        middle = (low + high) // 2
        if (held & ((1 << middle) - 1)).bit_count() < skip:
            low = middle + 1
        else:
            high = middle
    return low
