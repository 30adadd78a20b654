"""Which scale the grades of an element are worth something on: ISU Scale of Values, 2016-18."""

import re
from fractions import Fraction

from scoring.presets.figure_skating import Discipline
from scoring.rules.exact import exact

JUMPS: dict[str, tuple[str, str]] = {
    "1T": ("0.4", "0.3"), "1S": ("0.4", "0.3"), "1Lo": ("0.5", "0.4"),
    "1F": ("0.5", "0.4"), "1Lz": ("0.6", "0.5"), "1A": ("1.1", "0.8"),
    "2T": ("1.3", "0.9"), "2S": ("1.3", "0.9"), "2Lo": ("1.8", "1.3"),
    "2F": ("1.9", "1.4"), "2Lz": ("2.1", "1.5"), "2A": ("3.3", "2.3"),
    "3T": ("4.3", "3.0"), "3S": ("4.4", "3.1"), "3Lo": ("5.1", "3.6"),
    "3F": ("5.3", "3.7"), "3Lz": ("6.0", "4.2"), "3A": ("8.5", "5.9"),
    "4T": ("10.3", "8.0"), "4S": ("10.5", "8.1"), "4Lo": ("12.0", "8.4"),
    "4F": ("12.3", "8.6"), "4Lz": ("13.6", "9.5"), "4A": ("15.0", "10.5"),
}  # fmt: skip
"""Base values of jumps, in full, and for too few turns (<) or the wrong edge (e)."""

_JUMP = re.compile(r"([0-4])(T|S|Lo|F|Lz|A)(<<|<)?(e)?")
_THROW = re.compile(r"([1-4])(T|S|Lo|F|Lz|A)Th<*")


def scale_of(code: str, discipline: Discipline, season: int) -> str:
    """The id of the scale for an element as the protocol writes it: "3Lz+3T<", "CCoSp4"."""
    if discipline == "ice_dance":
        return _dance(code, season)
    level = code.rstrip("V")[-1]
    if code.startswith("StSq"):
        return {"2": "by_5", "3": "steps_3", "4": "by_7"}.get(level, "spin")
    if code.startswith("ChSq"):
        return "choreographic"
    if "Sp" in code:
        return "spin"
    if "Ds" in code:
        return "by_7"
    if "Li" in code:
        return _lift(code)
    if "Tw" in code:
        return {"1": "by_2", "2": "by_3", "3": "by_7", "4": "by_10"}[code[0]]
    if throw := _THROW.fullmatch(code):
        return _throw(*throw.groups())
    return _jump_scale(_hardest(code))


def _dance(code: str, season: int) -> str:
    if "+kp" in code:
        return "dance"
    if code.startswith("Ch"):
        return f"dance_choreographic_{season}"
    if "+" in code:
        return "dance_long_lift"
    level = code[-1]
    if re.fullmatch(r"(Nt)?(Mi|Di|Ci|Se|P)St.", code):
        return "dance" if level in "B1" else "dance_steps"
    return "dance_level_1" if level == "1" else "dance"


def _lift(code: str) -> str:
    """By the group, 1 to 5; in group 5 step in and toe are worth less than the others."""
    if code[:2] in ("5A", "5B", "5R"):
        return "by_7"
    return "by_3" if code[0] in "12" else "by_5"


def _throw(rotations: str, kind: str) -> str:
    """An axel turns half as much again, and counts as the next rotation."""
    steps = ("by_3", "by_5", "by_7", "by_10", "by_10")
    return steps[int(rotations) - 1 + (kind == "A")]


def _hardest(code: str) -> str:
    """The most valuable jump of a combination; a downgraded one (<<) counts one turn less.

    Jumps without value (*) and words such as COMBO, SEQ and REP are none.
    """
    found: dict[str, Fraction] = {}
    for part in code.split("+"):
        jump = _JUMP.fullmatch(part)
        if jump is None:
            continue
        rotations, kind, turned, edge = jump.groups()
        name = f"{int(rotations) - (turned == '<<')}{kind}"
        if name in JUMPS:
            less = turned == "<" or edge is not None
            found[name] = max(exact(JUMPS[name][less]), found.get(name, Fraction(0)))
    return max(found, key=found.__getitem__)


def _jump_scale(jump: str) -> str:
    axels = {"1A": "by_2", "2A": "by_5", "3A": "by_10", "4A": "quad_axel"}
    if jump in axels:
        return axels[jump]
    if jump[0] == "2":
        return "by_2" if jump in ("2T", "2S") else "by_3"
    return {"1": "single_jump", "3": "by_7", "4": "quad_jump"}[jump[0]]
