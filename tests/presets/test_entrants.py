"""What people paste: from a spreadsheet, from a message, with and without headings."""

import pytest

from scoring.presets.entrants import EntrantLine, read_entrants


def read(text: str, *groups: str) -> list[tuple[int, str, str, str, str]]:
    lines = read_entrants(text, groups)
    assert [[str(one) for one in line.problems] for line in lines if line.problems] == []
    return [(one.number, one.name, one.unit, one.group, one.work) for one in lines]


@pytest.mark.parametrize(
    "text",
    [
        "1\t王芳\t花园村\t北国之春\n2\t李娜\t南山村\t茉莉花",
        "1,王芳,花园村,北国之春\n2,李娜,南山村,茉莉花",
        "1，王芳，花园村，北国之春\n\n2，李娜，南山村，茉莉花\n",
        "１；王芳；花园村；北国之春\n２；李娜；南山村；茉莉花",
        "1、王芳  花园村　北国之春\n2. 李娜  南山村  茉莉花",
        "王芳\t花园村\t北国之春\n李娜\t南山村\t茉莉花",
        "序号\t姓名\t单位\t曲目\n1\t王芳\t花园村\t北国之春\n2\t李娜\t南山村\t茉莉花",
        "参赛曲目,选送单位,选手,编号\n北国之春,花园村,王芳,1\n茉莉花,南山村,李娜,2",
        "No.\tName\tVillage\tSong\n1\t王　芳\t花园村\t北国之春\n2\t李娜\t南山村\t茉莉花",
        '"1","王芳","花园村","北国之春"\n"2","李娜","南山村","茉莉花"',
    ],
)
def test_columns_are_recognised(text: str) -> None:
    assert read(text) == [
        (1, "王芳", "花园村", "", "北国之春"),
        (2, "李娜", "南山村", "", "茉莉花"),
    ]


def test_with_groups_the_third_column_is_the_group() -> None:
    assert read("7\t王芳\t花园村\t村民组\t北国之春", "村民组") == [
        (7, "王芳", "花园村", "村民组", "北国之春")
    ]
    assert read("7\t王芳\t花园村\t村民组\t北国之春")[0][3] == "村民组"


def test_names_alone_are_numbered_in_order_and_read_with_their_blanks() -> None:
    assert [one[:2] for one in read("Ann Lee\nBen\n王 芳")] == [
        (1, "Ann Lee"),
        (2, "Ben"),
        (3, "王芳"),
    ]


def test_lines_without_a_number_get_the_next_free_one() -> None:
    lines = read("编号\t姓名\n5\t王芳\n\t李娜\n\t赵刚")
    assert [one[0] for one in lines] == [5, 6, 7]


def test_columns_of_no_meaning_are_left_out() -> None:
    assert read("姓名\t电话\t单位\n王芳\t13800000000\t花园村") == [(1, "王芳", "花园村", "", "")]


def problems(text: str, *groups: str) -> list[tuple[int, str]]:
    lines: tuple[EntrantLine, ...] = read_entrants(text, groups)
    return [(one.line, str(problem)) for one in lines for problem in one.problems]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("1\t王芳\n2\t", 2, "name is missing"),
        ("编号\t姓名\nA1\t王芳", 2, "“A1” is no number"),
        ("1\t王芳\n3\t李娜\n1\t赵刚", 3, "Number 1 belongs to 王芳 in line 1"),
        ("1\t" + "王" * 81, 1, "longer than 80"),
        ("1\t王芳\t花园村\t村民组\t歌\t多余", 1, "多余"),
    ],
)
def test_every_line_says_what_is_wrong_with_it(text: str, line: int, says: str) -> None:
    ((found, message),) = problems(text)
    assert found == line
    assert says in message


def test_only_declared_groups_are_taken() -> None:
    ((line, message),) = problems("1\t王芳\t花园村\t外地组\t歌", "村民组", "嘉宾组")
    assert (line, "外地组" in message) == (1, True)


def test_nothing_pasted_is_nobody() -> None:
    assert read_entrants(" \n\t\n", ()) == ()
