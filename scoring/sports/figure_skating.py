"""Figure skating as in 2016/17 and 2017/18, the last seasons with grades from -3 to +3."""

from msgspec import Struct

from scoring.sport import Sport, SportId
from scoring.wording import Label

SPORT = Sport(
    id=SportId("figure_skating_2016"),
    name=Label(zh="花样滑冰", en="Figure skating"),
    entrant=Label(zh="选手", en="Skater"),
    work=Label(zh="节目音乐", en="Music"),
)

LOWEST_GRADE, HIGHEST_GRADE = -3, 3


class GradeScale(Struct, frozen=True):
    """What the grades of execution from -3 to +3 are worth for some kinds of elements."""

    id: str
    values: tuple[str, ...]
    elements: str
    """Which ones, in the codes of the protocol."""


def _scale(scale_id: str, values: str, elements: str) -> GradeScale:
    return GradeScale(scale_id, tuple(values.split()), elements)


GRADE_SCALES: tuple[GradeScale, ...] = (
    # ISU Communications 2000 (2016/17) and 2089 (2017/18), I. Scale of Values, singles and pairs.
    _scale("single_jump", "-0.3 -0.2 -0.1 0 0.2 0.4 0.6", "1T 1S 1Lo 1F 1Lz"),
    _scale("by_2", "-0.6 -0.4 -0.2 0 0.2 0.4 0.6", "1A 2T 2S 1Tw"),
    _scale("by_3", "-0.9 -0.6 -0.3 0 0.3 0.6 0.9", "2Lo 2F 2Lz 1Li 2Li 2Tw 1Th"),
    _scale("by_5", "-1.5 -1.0 -0.5 0 0.5 1.0 1.5", "2A StSq2 3Li 4Li 5TLi 5SLi 1ATh 2Th"),
    _scale("by_7", "-2.1 -1.4 -0.7 0 0.7 1.4 2.1", "3T-3Lz StSq4 5A/B/RLi 3Tw 2ATh 3Th Ds PiF"),
    _scale("by_10", "-3.0 -2.0 -1.0 0 1.0 2.0 3.0", "3A 4Tw 3ATh 4Th"),
    _scale("quad_jump", "-4.0 -2.4 -1.2 0 1.0 2.0 3.0", "4T-4Lz"),
    _scale("quad_axel", "-4.0 -2.4 -1.2 0 1.2 2.4 3.6", "4A"),
    _scale("spin", "-0.9 -0.6 -0.3 0 0.5 1.0 1.5", "Sp StSqB StSq1"),
    _scale("steps_3", "-2.1 -1.4 -0.7 0 0.5 1.0 1.5", "StSq3"),
    _scale("choreographic", "-1.5 -1.0 -0.5 0 0.7 1.4 2.1", "ChSq"),
    # ISU ice dance scales of values of the same two seasons.
    _scale("dance", "-1.5 -1.0 -0.5 0 0.6 1.2 1.8", "Li2-4 Sp2-4 STw2-4 StB St1, pattern dance"),
    _scale("dance_level_1", "-1.0 -0.7 -0.3 0 0.6 1.2 1.8", "Li1 Sp1 STw1"),
    _scale("dance_steps", "-3.0 -2.0 -1.0 0 1.1 2.2 3.3", "St2-4"),
    _scale("dance_long_lift", "-3.0 -2.0 -1.0 0 1.2 2.4 3.6", "Li+Li"),
    _scale("dance_choreographic_2016", "-0.6 -0.4 -0.2 0 0.7 1.4 2.1", "ChLi ChSp ChTw 2016/17"),
    _scale("dance_choreographic_2017", "-0.9 -0.6 -0.3 0 0.7 1.4 2.1", "ChLi ChSp ChTw 2017/18"),
)
