"""Short codes to type where no camera works: drawn, read forgivingly, hashed slowly."""

import asyncio
import secrets
import unicodedata

from argon2.low_level import Type, hash_secret_raw

ALPHABET = "23456789ACDEFGHJKMNPRTVWXY"
"""No two of them look alike."""
LENGTH = 8
LIFE = 12 * 3600
"""Seconds: printed in the morning, typed in the evening."""
_TWINS = str.maketrans("BSUZ", "85V2")
_BETWEEN = frozenset(" -–—_./·")


def new_code() -> str:
    """Eight characters: 208,827,064,576 possibilities."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def grouped(code: str) -> str:
    """As it is shown and read out: ACDE 2345."""
    return f"{code[:4]} {code[4:]}"


def typed_code(text: str) -> str | None:
    """The code that somebody typed; None if it cannot be one.

    Small letters, wide ones, blanks and the look-alikes of what is in use are forgiven.
    """
    plain = unicodedata.normalize("NFKC", text[:64]).upper()
    found = "".join(one for one in plain if one not in _BETWEEN and not one.isspace())
    found = found.translate(_TWINS)
    return found if len(found) == LENGTH and set(found) <= set(ALPHABET) else None


async def code_hash(code: str, salt: bytes) -> str:
    """What is stored of a code: short as it is, whoever has the file must work hard for it."""
    return (await asyncio.to_thread(_hash, code, salt)).hex()


def _hash(code: str, salt: bytes) -> bytes:
    return hash_secret_raw(
        code.encode(), salt, time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32,
        type=Type.ID,
    )  # fmt: skip
