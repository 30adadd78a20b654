"""What people paste: from a spreadsheet, from a message, with and without headings."""

import pytest

from scoring.presets.entrants import EntrantLine, Sides, read_entrants


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


def of_team(text: str, sides: Sides = "team") -> list[tuple[str, str, list[tuple[str, ...]]]]:
    lines = read_entrants(text, (), sides)
    assert [[str(one) for one in line.problems] for line in lines if line.problems] == []
    return [
        (one.name, one.unit, [(who.name, who.gender or "", who.number) for who in one.members])
        for one in lines
    ]


@pytest.mark.parametrize(
    "text",
    [
        "队名\t单位\t队员\n红队\t一车间\t王刚 男 7、李娜(女) 12",
        "1\t红队\t一车间\t王刚 男 7/李娜 女 12号",
        "红队\t一车间\t7号 王刚 男；12 李娜 女",
        '队名\t单位\t队员\n红队\t一车间\t"王刚 男 7\n李娜 女 12"',
        "队名\t单位\t队员\t性别\t球衣号\n红队\t一车间\t王刚\t男\t7\n\t\t李娜\t女\t12",
        "队名\t单位\t队员\t性别\t球衣号\n红队\t一车间\t王刚\t男\t7\n红队\t一车间\t李娜\t女\t12",
        "编号,队名,单位,队员,性别,球衣号\n4,红队,一车间,王刚,男,7\n4,红队,一车间,李娜,女,12",
    ],
)
def test_members_stand_in_one_cell_or_one_a_line(text: str) -> None:
    assert of_team(text) == [("红队", "一车间", [("王刚", "m", "7"), ("李娜", "f", "12")])]


def test_a_team_without_members_and_the_next_are_two_teams() -> None:
    assert of_team("红队\n蓝队") == [("红队", "", []), ("蓝队", "", [])]
    assert [one[0] for one in of_team("红队\t\t王刚\n蓝队\t\t李明")] == ["红队", "蓝队"]


def test_names_with_blanks_numbers_as_worn_and_a_name_that_is_a_word_for_gender() -> None:
    assert of_team("Reds\t\tAnn Lee f 00 / Bo Wu #7 m / M") == [
        ("Reds", "", [("Ann Lee", "f", "00"), ("Bo Wu", "m", "7"), ("M", "", "")])
    ]


@pytest.mark.parametrize(
    "text",
    [
        "1\t王芳/李娜\t花园村",
        "1\t王芳、李娜\t花园村",
        "姓名\t搭档\t单位\n王芳\t李娜\t花园村",
        "姓名\t单位\n王　芳 ／ 李娜\t花园村",
        "队员\t单位\n王芳&李娜\t花园村",
    ],
)
def test_a_pair_is_two_names_however_written(text: str) -> None:
    assert of_team(text, "pair") == [("王芳/李娜", "花园村", [("王芳", "", ""), ("李娜", "", "")])]


def test_a_pair_of_one_or_three_is_told() -> None:
    for text in ("王芳", "王芳/李娜/赵刚"):
        (line,) = read_entrants(text, (), "pair")
        assert ["A pair has two players" in str(one) for one in line.problems] == [True]


def test_singles_have_no_members_and_too_many_are_told() -> None:
    assert of_team("1\t王芳\t花园村", "single") == [("王芳", "花园村", [])]
    (line,) = read_entrants("红队\t\t" + "/".join(f"张{n}" for n in range(101)), (), "team")
    assert ["101 members are too many" in str(one) for one in line.problems] == [True]
