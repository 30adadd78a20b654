"""Entrants pasted from a spreadsheet: columns are recognised, every line says what is wrong."""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias
from unicodedata import normalize

from msgspec import Struct
from msgspec.structs import replace

from scoring.presets.members import MemberLine, read_gender, read_members, read_shirt
from scoring.wording import Message, say

Column: TypeAlias = Literal[
    "number", "name", "unit", "group", "work", "members", "partner", "gender", "shirt"
]
Sides: TypeAlias = Literal["single", "pair", "team"]
"""Who a line is about in a contest of matches."""

_HEADERS: dict[Column, str] = {
    "number": "序号 编号 号码 号 参赛号 参赛编号 选手编号 出场序号 no no. nr number #",
    "name": "姓名 名字 名称 选手 选手姓名 参赛者 参赛选手 歌手 队名 队伍 团队"
            " name entrant singer team",
    "unit": "单位 选送单位 参赛单位 村 村社 所在村 学校 班级 院系 学院 公司 部门 街道 镇街 代表队"
            " 地区 unit village school class company club team department",
    "group": "组别 组 分组 类别 group category",
    "work": "曲目 歌曲 歌名 参赛曲目 演唱曲目 节目 节目名称 作品 题目 演讲题目"
            " work song title topic piece",
    "members": "队员 成员 组员 运动员 队员名单 成员名单 参赛队员 members players roster squad",
    "partner": "搭档 队友 选手2 partner",
    "gender": "性别 gender sex",
    "shirt": "球衣号 球衣号码 球衣 背号 shirt jersey",
}  # fmt: skip
_COLUMN_OF: dict[str, Column] = {
    word: column for column, text in reversed(_HEADERS.items()) for word in text.split()
}
_SEPARATORS = ("\t", "，", ",", "；", ";", "|")
_NUMBERED = re.compile(r"(\d{1,5})[.、．)）\s]+(?=\S)")
_WIDE_GAP = re.compile(r"\u3000+| {2,}")
_SPACED_OUT = re.compile(r"([\u3400-\u9fff])[ \u3000]+([\u3400-\u9fff])")
_LONGEST: dict[Column, int] = {"name": 80, "unit": 80, "group": 80, "work": 120}
_HIGHEST = 99_999
_PAIR, _MOST_MEMBERS = 2, 100
_WITHOUT_GROUP: tuple[Column, ...] = ("name", "unit", "work")
_ALL: tuple[Column, ...] = ("name", "unit", "group", "work")
_OF_MATCHES: tuple[Column, ...] = ("name", "unit", "members")


class EntrantLine(Struct, frozen=True, kw_only=True):
    """One entrant as read, where it was pasted, and what is wrong with it."""

    line: int
    number: int = 0
    """0 where none could be read; a line without one gets the next free number."""
    name: str = ""
    unit: str = ""
    group: str = ""
    work: str = ""
    members: tuple[MemberLine, ...] = ()
    problems: tuple[Message, ...] = ()


def read_entrants(
    text: str, groups: Sequence[str], sides: Sides | None = None
) -> tuple[EntrantLine, ...]:
    """Every line that is not empty. With `groups` declared, others than those are refused.

    Of a contest of matches, `sides` says who a line is about; a team may take several lines.
    """
    table = [(number, cells) for number, cells in _table(text) if any(cells)]
    columns: Sequence[Column | None] | None = None
    if table:
        columns = _header(table[0][1])
    if columns is not None:
        table = table[1:]
    lines: list[EntrantLine] = []
    for number, cells in table:
        values, extra = _values(cells, columns, groups, sides)
        if sides == "team" and lines and _goes_on(lines[-1], values):
            members = (*lines[-1].members, *_members(values, sides))
            lines[-1] = replace(lines[-1], members=members)
        else:
            lines.append(_line(number, values, extra, groups, sides))
    return tuple(_with_numbers(lines))


def _goes_on(before: EntrantLine, values: dict[Column, str]) -> bool:
    """One more member of the team in the line before: its name is left out, or there again."""
    if not (values.get("members") and before.members):
        return False
    number = _number(values.get("number", "")) or before.number
    return values["name"] in {"", before.name} and number == before.number


def _table(text: str) -> Iterator[tuple[int, list[str]]]:
    lines = text.replace("\0", "").splitlines(keepends=True)
    separator = next((one for one in _SEPARATORS if one in text), None)
    if separator is None:
        for number, line in enumerate(lines, start=1):
            yield number, [cell.strip() for cell in _split(line.strip())]
        return
    for number, cells in _cells(lines, separator):
        yield number, [_trimmed(cell) for cell in cells]


def _trimmed(cell: str) -> str:
    """Line by line without needless blanks."""
    return "\n".join(line for line in (" ".join(one.split()) for one in cell.splitlines()) if line)


def _cells(lines: Sequence[str], separator: str) -> list[tuple[int, list[str]]]:
    """As a spreadsheet writes them; with quotes that are none, taken as they stand."""
    reader = csv.reader(lines, delimiter=separator)
    try:
        return [(reader.line_num, cells) for cells in reader]
    except csv.Error:
        return [(number, line.split(separator)) for number, line in enumerate(lines, start=1)]


def _split(line: str) -> list[str]:
    """A line without separators: a leading number, then cells between wide gaps."""
    numbered = _NUMBERED.match(line)
    cells = [numbered[1]] if numbered else []
    rest = line[numbered.end() :] if numbered else line
    if _SPACED_OUT.fullmatch(rest):
        return [*cells, rest]
    return [*cells, *_WIDE_GAP.split(rest)]


def _header(cells: Sequence[str]) -> list[Column | None] | None:
    """The columns by their headings; None where the first line is an entrant already."""
    found: list[Column | None] = [_COLUMN_OF.get(cell.replace(" ", "").lower()) for cell in cells]
    if "name" not in found and "members" in found:
        found = ["name" if one == "members" else one for one in found]
    if "name" not in found:
        return None
    columns: list[Column | None] = []
    for one in found:
        columns.append(None if one in columns else one)
    return columns


def _values(
    cells: Sequence[str],
    columns: Sequence[Column | None] | None,
    groups: Sequence[str],
    sides: Sides | None,
) -> tuple[dict[Column, str], tuple[str, ...]]:
    """The cells by their columns, and those beyond."""
    if columns is None:
        columns = _guessed(cells, groups, sides)
    values: dict[Column, str] = {
        column: cell if column == "members" else " ".join(cell.split())
        for column, cell in zip(columns, cells, strict=False)
        if column
    }
    values["name"] = _close_up(values.get("name", ""))
    return values, tuple(cell for cell in cells[len(columns) :] if cell)


def _line(
    number: int,
    values: dict[Column, str],
    extra: tuple[str, ...],
    groups: Sequence[str],
    sides: Sides | None,
) -> EntrantLine:
    members = _members(values, sides)
    if sides == "pair" and members:
        values["name"] = "/".join(one.name for one in members)
    problems = [*_problems(values, groups), *_member_problems(members, sides)]
    if extra:
        problems.append(say("More columns than are known: {cells}.", cells=extra))
    return EntrantLine(
        line=number,
        number=_number(values.get("number", "")) or 0,
        name=values["name"][:80],
        unit=values.get("unit", "")[:80],
        group=values.get("group", "")[:80],
        work=values.get("work", "")[:120],
        members=members,
        problems=tuple(problems),
    )


def _members(values: dict[Column, str], sides: Sides | None) -> tuple[MemberLine, ...]:
    """Who belongs to a pair or a team, wherever that is written."""
    if sides is None or sides == "single":
        return ()
    written = values.get("members", "")
    if sides == "pair" and not written:
        written = "/".join(one for one in (values["name"], values.get("partner", "")) if one)
    found = read_members(written)
    if len(found) == 1:
        one = found[0]
        found = (
            MemberLine(
                one.name,
                one.gender or read_gender(values.get("gender", "")),
                one.number or read_shirt(values.get("shirt", "")),
            ),
        )
    return tuple(replace(one, name=_close_up(one.name)) for one in found)


def _member_problems(members: Sequence[MemberLine], sides: Sides | None) -> Iterator[Message]:
    if sides == "pair" and len(members) != _PAIR:
        yield say("A pair has two players, written like “{example}”.", example="王芳/李娜")
    for one in members:
        if len(one.name) > _LONGEST["name"]:
            yield say("“{given}” is longer than {most} characters.",
                      given=one.name[:20] + "…", most=_LONGEST["name"])  # fmt: skip
    if len(members) > _MOST_MEMBERS:
        yield say("{count} members are too many; at most {most}.",
                  count=len(members), most=_MOST_MEMBERS)  # fmt: skip


def _close_up(name: str) -> str:
    """王　芳 is 王芳: a name of two characters, spread out to the width of three."""
    return _SPACED_OUT.sub(r"\1\2", name) if _SPACED_OUT.fullmatch(name) else name


def _guessed(
    cells: Sequence[str], groups: Sequence[str], sides: Sides | None
) -> list[Column | None]:
    """Without headings: number if it is one, name, unit, group where there are any, work.

    In contests of matches members follow the unit.
    """
    numbered = bool(cells) and _number(cells[0]) is not None
    rest = len(cells) - numbered
    columns = _WITHOUT_GROUP if rest <= len(_WITHOUT_GROUP) and not groups else _ALL
    if sides is not None:
        columns = _OF_MATCHES
    return ["number", *columns] if numbered else list(columns)


def _number(text: str) -> int | None:
    plain = normalize("NFKC", text).strip().rstrip(".、号")
    return int(plain) if plain.isdecimal() and 1 <= int(plain[:9]) <= _HIGHEST else None


def _problems(values: dict[Column, str], groups: Sequence[str]) -> Iterator[Message]:
    if not values.get("name"):
        yield say("The name is missing.")
    typed = values.get("number", "")
    if typed and _number(typed) is None:
        yield say("“{given}” is no number from 1 to 99999.", given=typed[:20])
    for column, most in _LONGEST.items():
        if len(values.get(column, "")) > most:
            yield say("“{given}” is longer than {most} characters.",
                      given=values[column][:20] + "…", most=most)  # fmt: skip
    group = values.get("group", "")
    if groups and group and group not in groups:
        yield say("The group “{given}” is not one of {groups}.",
                  given=group[:20], groups=tuple(groups[:20]))  # fmt: skip


def _with_numbers(lines: Sequence[EntrantLine]) -> Iterator[EntrantLine]:
    """Numbers that are there twice are told; lines without one get the next free."""
    holder: dict[int, EntrantLine] = {}
    following = max((one.number for one in lines), default=0)
    for one in lines:
        if not one.number and not one.problems:
            following += 1
            yield _renumbered(one, following)
            continue
        first = holder.setdefault(one.number, one)
        if one.number and first is not one:
            text = say("Number {number} belongs to {name} in line {line} already.",
                       number=one.number, name=first.name or "–", line=first.line)  # fmt: skip
            yield _renumbered(one, one.number, text)
        else:
            yield one


def _renumbered(line: EntrantLine, number: int, *problem: Message) -> EntrantLine:
    return replace(line, number=number, problems=(*line.problems, *problem))
