"""A team leader's seat: its page, its data, and that it hands in for its own team only."""

from scoring.contest.file import ContestFile
from tests.contest.playing import Wire
from tests.played import Played, both, lineup, team_event, with_leaders
from tests.web.hall import Hall


async def a_drawn_event(hall: Hall) -> tuple[str, str, str, str]:
    """Its id, a tie, and the two teams."""
    meet = Played(with_leaders(team_event()))
    meet.draw()
    answer = await hall.register(ContestFile(plan=meet.plan, commands=meet.file.commands))
    assert answer.is_success, answer.text
    match = meet.matches()[0]
    one, other = both(match)
    return meet.plan.id, match.id, one, other


def handing_in(match: str, team: str, seat: str, number: int) -> Wire:
    return {
        "type": "hand_in_lineup", "id": f"phone:{number}", "stage": "teams", "match": match,
        "side": team, "seat": seat, "lineup": lineup(team),
    }  # fmt: skip


async def test_the_page_names_no_team_and_its_data_needs_the_token(hall: Hall) -> None:
    contest, _, team, other = await a_drawn_event(hall)
    path = f"/contests/{contest}/seats/leader-{team}"
    page = await hall.client.get(f"{path}?lang=en")
    assert "team.js" in page.text
    assert "Men's singles" not in page.text
    assert (await hall.client.get(f"/api{path}")).status_code == 401
    foreign = await hall.seat(contest, f"leader-{other}")
    assert (await hall.client.get(f"/api{path}", headers=foreign)).status_code == 403
    court = await hall.client.get(f"/contests/{contest}/seats/court-1")
    assert "court.js" in court.text


async def test_a_leader_hands_in_for_the_own_team_and_the_other_sees_nothing(hall: Hall) -> None:
    contest, match, team, other = await a_drawn_event(hall)
    own = await hall.seat(contest, f"leader-{team}")
    theirs = await hall.seat(contest, f"leader-{other}")
    watched = f"/api/contests/{contest}/seats/leader-{other}?lang=en"
    before = (await hall.client.get(watched, headers=theirs)).content
    post = f"/api/contests/{contest}/commands?lang=en"
    sent = handing_in(match, team, f"leader-{team}", 1)
    assert (await hall.client.post(post, json=sent, headers=own)).is_success
    again = await hall.client.get(
        f"/api/contests/{contest}/seats/leader-{team}?lang=en", headers=own
    )
    assert [one["state"] for one in again.json()["ties"]] == ["handed_in"]
    assert (await hall.client.get(watched, headers=theirs)).content == before
    stolen = handing_in(match, other, f"leader-{team}", 2)
    refused = await hall.client.post(post, json=stolen, headers=own)
    assert refused.status_code == 422
    assert "may not hand in the line-up of" in refused.json()["message"]
    in_their_name = handing_in(match, other, f"leader-{other}", 3)
    assert (await hall.client.post(post, json=in_their_name, headers=own)).status_code == 403
