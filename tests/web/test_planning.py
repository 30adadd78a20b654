"""Planning over HTTP: the preview of a plan, the contest it becomes, its rules, its revision."""

import msgspec

from scoring.contest.commands import Call, Revise, SealCut
from scoring.contest.file import ContestFile
from scoring.contest.ids import CommandId, EntrantId, SeatId, StageId
from scoring.contest.match_commands import OpenMatch
from scoring.contest.plan import Plan
from scoring.presets.catalogue import PRESETS
from tests.contests import called, small_plan
from tests.web.hall import Hall

ANSWERS = {
    "name": "独唱总决赛",
    "meet": "乡村歌手大赛",
    "out-rule": "top",
    "out-number": "2",
    "out-to": "杭州片区",
    "entrants": "编号\t姓名\t单位\t组别\t曲目\n1\t王芳\t花园村\t村民组\t北国之春\n"
    "2\t李娜\t南山村\t村民组\t茉莉花\n3\t赵刚\t径山村\t嘉宾组\t故乡的云",
}  # fmt: skip
S1 = StageId("s1")


class Seen(msgspec.Struct):
    """What the preview answers."""

    plan: Plan
    words: str
    entrants: str
    faults: list[dict[str, str]]


async def preview(
    hall: Hall,
    answers: dict[str, str],
    *,
    lang: str = "zh",
    revise: bool = False,
    preset: str = "singing",
) -> Seen:
    body = {"preset": preset, "contest": "solo", "answers": answers, "revise": revise}
    answer = await hall.client.post(
        f"/api/plans/preview?lang={lang}", json=body, headers=await hall.organizer()
    )
    assert answer.is_success, answer.text
    return msgspec.json.decode(answer.content, type=Seen)


async def created(hall: Hall) -> None:
    seen = await preview(hall, ANSWERS)
    assert seen.faults == []
    answer = await hall.register(ContestFile(plan=seen.plan))
    assert answer.status_code == 201, answer.text


async def page(hall: Hall, path: str, lang: str = "zh") -> str:
    answer = await hall.client.get(f"{path}?lang={lang}", headers=await hall.organizer())
    assert answer.is_success, answer.text
    return answer.text


async def test_a_preview_tells_the_rules_in_plain_chinese_and_english(hall: Hall) -> None:
    seen = await preview(hall, ANSWERS)
    for sentence in (
        "共 3 位参赛。", "7 位评委打分。", "0 到 100 分，保留 2 位小数",
        "去掉一个最高分和一个最低分", "晋级杭州片区：前 2 名晋级", "晋级线上同分：全部晋级",
    ):  # fmt: skip
        assert sentence in seen.words
    english = await preview(hall, ANSWERS, lang="en")
    assert "One highest and one lowest are dropped." in english.words


async def test_a_preview_registers_nothing(hall: Hall) -> None:
    await preview(hall, ANSWERS)
    assert hall.service.desk.contests() == []


async def test_what_is_wrong_names_the_field_and_the_line(hall: Hall) -> None:
    wrong = {**ANSWERS, "drop": "5", "entrants": "1\t王芳\n1\t李娜<b>"}
    seen = await preview(hall, wrong)
    assert {one["field"] for one in seen.faults} == {"drop", "entrants"}
    assert "第 2 行：1 号在第 1 行已给了王芳。" in seen.faults[-1]["message"]
    assert "李娜&lt;b&gt;" in seen.entrants


async def test_only_organizers_plan(hall: Hall) -> None:
    body = {"preset": "singing", "contest": "solo", "answers": {}}
    assert (await hall.client.post("/api/plans/preview", json=body)).status_code == 401
    for path in ("/desk/new", "/desk/new/singing"):
        assert (await hall.client.get(path)).status_code == 401


async def test_an_unknown_kind_of_contest_is_refused(hall: Hall) -> None:
    headers = await hall.organizer()
    body = {"preset": "chess", "contest": "solo", "answers": {}}
    answer = await hall.client.post("/api/plans/preview", json=body, headers=headers)
    assert (answer.status_code, answer.json()["problems"][0]["field"]) == (422, "preset")
    assert (await hall.client.get("/desk/new/chess", headers=headers)).status_code == 404


async def test_every_form_has_an_address_of_its_own(hall: Hall) -> None:
    first, second = await page(hall, "/desk/new/singing"), await page(hall, "/desk/new/singing")
    contest = first.split('data-contest="')[1].split('"')[0]
    assert contest.startswith("singing-")
    assert contest not in second


async def test_the_rules_are_public_and_show_their_seal(hall: Hall) -> None:
    await created(hall)
    answer = await hall.client.get("/contests/solo/rules?lang=zh")
    assert answer.is_success
    assert "去掉一个最高分和一个最低分" in answer.text
    assert "已封存" not in answer.text
    seal = SealCut(id=CommandId("desk-a:1"), stage=S1, seed="dice 4 2 6")
    await hall.give("solo", seal, await hall.organizer())
    found = hall.service.contest("solo").stage(S1).seal
    assert found is not None
    sealed = await hall.client.get("/contests/solo/rules?lang=zh")
    assert found.digest in sealed.text
    assert "dice 4 2 6" in sealed.text


async def test_the_plan_is_changed_and_entrants_and_groups_stay(hall: Hall) -> None:
    await created(hall)
    text = await page(hall, "/contests/solo/desk/plan")
    assert 'id="f-out-to" value="杭州片区"' in text
    changed = {**ANSWERS, "drop": "2", "groups": "嘉宾组\n村民组", "entrants": ""}
    seen = await preview(hall, changed, revise=True)
    assert (seen.faults, seen.plan.entrants) == ([], ())
    assert "共 3 位参赛。" in seen.words
    given = Revise(id=CommandId("desk-a:1"), plan=seen.plan)
    answer = await hall.give("solo", given, await hall.organizer())
    assert answer.is_success, answer.text
    contest = hall.service.contest("solo")
    names = {group.id: group.name.zh for group in contest.plan.groups}
    of_entrants = [names[one.group] for one in contest.entrants.values() if one.group]
    assert of_entrants == ["村民组", "村民组", "嘉宾组"]
    assert "去掉 2 个最高分和 2 个最低分" in await page(hall, "/contests/solo/rules")


def _four() -> dict[str, str]:
    return {**ANSWERS, "out-number": "4", "entrants": "", "groups": "村民组\n嘉宾组"}


async def test_a_cut_larger_than_the_field_is_told_when_the_plan_is_changed(hall: Hall) -> None:
    await created(hall)
    seen = await preview(hall, _four(), revise=True)
    assert [one["field"] for one in seen.faults] == ["out-number"]


async def test_once_it_has_begun_the_plan_is_only_shown(hall: Hall) -> None:
    await created(hall)
    call = Call(id=CommandId("desk-a:1"), stage=S1, entrant=EntrantId("e1"))
    await hall.give("solo", call, await hall.organizer())
    text = await page(hall, "/contests/solo/desk/plan")
    assert "比赛已经开始，规程不能再改。" in text
    assert "plan-form" not in text
    assert "去掉一个最高分和一个最低分" in text


async def test_a_plan_of_no_preset_is_changed_by_its_file(hall: Hall) -> None:
    await hall.register(called(small_plan(judges=3), []))
    text = await page(hall, "/contests/small/desk/plan")
    assert "plan-form" not in text
    assert "plan-file" in text


async def test_a_contest_without_entrants_can_be_created(hall: Hall) -> None:
    seen = await preview(hall, {"name": "独唱", "meet": "赛事"})
    assert seen.faults == []
    assert (await hall.register(ContestFile(plan=seen.plan))).status_code == 201


TEAMS = {
    "name": "混合团体", "meet": "职工运动会", "format": "groups_knock_out", "playing": "third",
    "courts": "1号场地\n东馆", "per-player": "1", "team": "doubles",
    "entrants": "队名\t单位\t队员\n红队\t一车间\t王刚 男、李娜<b> 女 7\n蓝队\t二车间\t孙悦",
}  # fmt: skip


async def test_a_team_event_is_previewed_with_its_rubbers_and_members(hall: Hall) -> None:
    seen = await preview(hall, TEAMS, preset="badminton-team")
    assert seen.faults == []
    assert "一场团体赛打 3 盘：男双、女双、混双。全部打满。" in seen.words
    assert "16.1 两者相同：比相互之间的胜负" in seen.words
    assert "半决赛负者打三四名决赛。" in seen.words
    assert "李娜&lt;b&gt; 女 7" in seen.entrants
    english = await preview(hall, TEAMS, lang="en", preset="badminton-team")
    assert "Nobody plays more than 1 of them." in english.words
    assert "王刚 man" in english.entrants


async def test_a_contest_of_matches_is_changed_in_the_form_that_made_it(hall: Hall) -> None:
    seen = await preview(hall, TEAMS, preset="badminton-team")
    assert (await hall.register(ContestFile(plan=seen.plan))).status_code == 201
    text = await page(hall, "/contests/solo/desk/plan")
    assert 'data-preset="badminton-team"' in text
    assert '<option value="doubles" selected>' in text
    assert "1号场地\n东馆</textarea>" in text
    assert 'id="f-groups"' not in text and 'id="f-entrants"' not in text
    changed = {**TEAMS, "format": "round_robin", "entrants": ""}
    seen = await preview(hall, changed, revise=True, preset="badminton-team")
    assert (seen.faults, seen.plan.entrants) == ([], ())
    given = Revise(id=CommandId("desk-a:1"), plan=seen.plan)
    assert (await hall.give("solo", given, await hall.organizer())).is_success
    contest = hall.service.contest("solo")
    assert [one.name for one in contest.entrants[EntrantId("e1")].members] == ["王刚", "李娜<b>"]
    rules = (await hall.client.get("/contests/solo/rules?lang=en")).text
    assert "Everybody meets everybody." in rules
    assert "Places are decided in this order, by BWF GCR 16.1:" in rules


async def test_once_a_match_was_called_the_plan_is_only_shown(hall: Hall) -> None:
    seen = await preview(hall, {**TEAMS, "format": "round_robin"}, preset="badminton-team")
    await hall.register(ContestFile(plan=seen.plan))
    called_match = OpenMatch(
        id=CommandId("desk-a:1"), stage=S1, match="A-1-1", court=SeatId("court-1")
    )
    answer = await hall.give("solo", called_match, await hall.organizer())
    assert answer.is_success, answer.text
    text = await page(hall, "/contests/solo/desk/plan")
    assert "比赛已经开始，规程不能再改。" in text
    assert "plan-form" not in text


async def test_every_kind_of_contest_is_offered_and_has_its_form(hall: Hall) -> None:
    offered = await page(hall, "/desk/new")
    assert "对阵比赛" in offered
    for preset in PRESETS:
        assert f'href="/desk/new/{preset.id}"' in offered
        assert f'data-preset="{preset.id}"' in await page(hall, f"/desk/new/{preset.id}", "en")
