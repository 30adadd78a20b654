"""The command line: serve a hall, load and rank contest files, verify a database, show a demo."""

import asyncio
import os
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import TypeVar

import click
import msgspec
import segno

from scoring import demo
from scoring.access import Organizer
from scoring.contest.audit import audited
from scoring.contest.events import decode
from scoring.contest.file import ContestFile, Refused, played
from scoring.contest.stage_result import Status
from scoring.contest.state import Contest
from scoring.contest.tables import PlayedStatus
from scoring.desk import Accepted, Desk
from scoring.languages import LANGUAGES, preferred, words
from scoring.store.protocol import StoreError
from scoring.store.rows import BrokenChain, check_chain
from scoring.store.sqlite import SqliteStore
from scoring.views.report import Report, StandingLine, report
from scoring.views.words import Words
from scoring.web.app import now
from scoring.web.problems import Problem
from scoring.web.server import CannotServe, HallServer, lan_address, new_loop
from scoring.web.wire import decoded
from scoring.wording import Message, say

T = TypeVar("T")

_file_decoder = msgspec.json.Decoder(ContestFile)
_database = click.option(
    "--database",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("scoring.db"),
    show_default=True,
    help="The SQLite file that holds everything.",
)


def _speak(language: str | None) -> Words:
    system = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG")
    return words(preferred(language, (system or "en").partition(".")[0]))


@click.group()
@click.version_option(package_name="scoring")
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of what is printed.")
@click.pass_context
def cli(context: click.Context, lang: str | None) -> None:
    """Score whole meets: from a judge's tap to every screen (赛事计分)."""
    context.obj = _speak(lang)


@cli.command()
@_database
@click.option("--host", default="0.0.0.0", show_default=True, help="Address to listen on.")  # noqa: S104 - a hall asks this machine from others
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--proxy",
    "proxies",
    multiple=True,
    metavar="ADDRESS",
    help="A proxy in front that is believed who asks, and whether over HTTPS.",
)
@click.pass_obj
def serve(speak: Words, database: Path, host: str, port: int, proxies: tuple[str, ...]) -> None:
    """Run the desk of a hall."""
    _run(speak, _served(speak, HallServer(database, host, port, proxies), host))


async def _served(speak: Words, server: HallServer, host: str) -> None:
    async with server.running() as service:
        secret = await service.keys.new_link(Organizer())
        local = f"http://127.0.0.1:{server.port}"
        lan = lan_address() if host in ("0.0.0.0", "::") else None  # noqa: S104 - a hall asks this machine from others
        hall = f"http://{lan}:{server.port}" if lan else local
        link = f"{hall}/enter#k={secret}"
        click.echo(speak(say("This machine:      {address}", address=local)))
        if lan:
            click.echo(speak(say("In the hall's net: {address}", address=hall)))
        click.echo(speak(say("Organizer, once:   {address}", address=link)))
        segno.make(link, error="l").terminal(compact=True)
        click.echo(speak(say("Ctrl-C ends the desk; everything acknowledged is on disk.")))
        await server.until_told()
    if server.failed:
        raise click.ClickException(speak(say("The desk has failed; see the messages above.")))


@cli.command(name="demo")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option("--pace", default=6.0, show_default=True, help="Seconds for each singer.")
@click.pass_obj
def show_demo(speak: Words, port: int, pace: float) -> None:
    """Play a whole contest on a scratch database: officials simulated, boards moving."""
    _run(speak, demo.run(port, pace, lambda message: click.echo(speak(message))))


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@_database
@click.pass_obj
def load(speak: Words, files: tuple[Path, ...], database: Path) -> None:
    """Register contest files, each as a whole or not at all."""
    read = [(path, _read(speak, path)) for path in files]
    _run(speak, _loaded(speak, read, database))


async def _loaded(speak: Words, files: list[tuple[Path, ContestFile]], database: Path) -> None:
    store = await SqliteStore.open(database)
    try:
        desk = Desk(store, now, lambda _: None, lambda: None)
        await desk.start()
        for path, file in files:
            answer = await desk.submit(file.plan.id, file.all_commands(), "organizer")
            if not isinstance(answer, Accepted):
                where = say("{file}, command {id}", file=str(path), id=answer.id)
                problem = speak(answer.rejected.reason)
                raise click.ClickException(f"{speak(where)}: {problem}")
            text = say(
                "{name}: {count} entrants, {commands} commands.",
                name=file.plan.name,
                count=len(file.plan.entrants),
                commands=len(file.commands),
            )
            click.echo(speak(text))
        await desk.stop()
    finally:
        await store.close()


@cli.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.option("--why", metavar="WHO", help="Explain one place: an entrant's number, id or name.")
@click.pass_obj
def rank(speak: Words, file: Path, *, as_json: bool, why: str | None) -> None:
    """Print the standings of a contest file; needs no server and no database."""
    contest = _contest(speak, file)
    result = report(contest, speak)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(result), indent=1))
    elif why is not None:
        _explain(speak, result, why)
    else:
        _print(speak, contest, result)


def _read(speak: Words, path: Path) -> ContestFile:
    try:
        return decoded(path.read_bytes(), _file_decoder)
    except Problem as problem:
        faults = (f"{path}: {speak(fault.message)}" for fault in problem.faults)
        raise click.ClickException("\n".join(faults)) from problem


def _contest(speak: Words, path: Path) -> Contest:
    try:
        return played(_read(speak, path))
    except Refused as refused:
        where = "plan" if refused.index < 0 else f"commands[{refused.index}]"
        faults = (f"{where}: {speak(fault.message)}" for fault in refused.rejected.problems)
        raise click.ClickException("\n".join(faults)) from refused


def _print(speak: Words, contest: Contest, result: Report) -> None:
    for stage in result.stages:
        plan = next(one for one in contest.plan.stages if one.id == stage.id)
        click.echo(f"{speak.label(contest.plan.name)} · {speak.label(plan.name)}")
        for line in stage.standings:
            entrant = contest.entrants[line.entrant]
            inside = line.entrant in (stage.advancing or stage.qualifying)
            mark = "●" if inside else " "
            place = str(line.place) if line.place is not None else "–"
            score = line.score or speak(_STATUS[line.status])
            about = f"{entrant.name}  {entrant.unit}  {entrant.work}".rstrip()
            guest = f"  ({speak(say('guest'))})" if entrant.guest else ""
            click.echo(f"{mark} {place:>4}  {score:>8}  {entrant.number:>4}  {about}{guest}")
        if not plan.advancement:
            continue
        decided = (
            say("● goes on: {count}", count=len(stage.advancing))
            if stage.advancing
            else say("● qualifies: {count}", count=len(stage.qualifying))
        )
        click.echo(speak(decided))
        if stage.sealed is not None:
            sealed = say(
                "Who goes on was sealed beforehand: SHA-256 {digest}.", digest=stage.sealed
            )
            click.echo(speak(sealed))


_STATUS: dict[Status | PlayedStatus, Message] = {
    "playing": say("playing"),
    "ranked": say("ranked"),
    "struck": say("results deleted"),
    "unfinished": say("no result"),
    "waiting": say("waiting"),
    "on_stage": say("on stage"),
    "no_show": say("no-show"),
    "disqualified": say("disqualified"),
    "withdrawn": say("withdrawn"),
}


def _explain(speak: Words, result: Report, who: str) -> None:
    found = [
        (stage.id, line)
        for stage in result.stages
        for line in stage.standings
        if who in (line.entrant, line.name, str(line.number))
    ]
    if not found:
        text = say("There is no entrant with the number, id or name {who}.", who=who)
        raise click.ClickException(speak(text))
    for stage_id, line in found:
        click.echo(f"{stage_id} · {_title(line)}")
        for sentence in line.why:
            click.echo(f"  {sentence}")


def _title(line: StandingLine) -> str:
    return f"{line.place or '–'}  {line.score or ''}  {line.number} {line.name}"


@cli.command()
@_database
@click.pass_obj
def verify(speak: Words, database: Path) -> None:
    """Check the hash chain of every contest, replay it, and work out its result anew."""
    if not database.exists():
        raise click.ClickException(speak(say("There is no file {path}.", path=str(database))))
    sound = _run(speak, _verified(speak, database))
    if not sound:
        sys.exit(1)


async def _verified(speak: Words, database: Path) -> bool:
    store = await SqliteStore.open_to_read(database)
    sound = True
    try:
        for log in await store.logs():
            rows = await store.read(log)
            try:
                last = check_chain(rows)
                contest, findings = audited(decode(row.event) for row in rows)
            except (BrokenChain, msgspec.ValidationError) as error:
                click.echo(f"✗ {log}: {error}")
                sound = False
                continue
            for finding in findings:
                click.echo(f"✗ {log}: {speak(finding)}")
            sound = sound and not findings
            stages = report(contest, speak).stages if contest else ()
            placed = sum(1 for stage in stages for one in stage.standings if one.place)
            text = say(
                "{log}: {rows} events, {placed} places worked out, chain ends in {hash}",
                log=log,
                rows=len(rows),
                placed=placed,
                hash=last.hex()[:16],
            )
            click.echo(f"{'✗' if findings else '✓'} {speak(text)}")
    finally:
        await store.close()
    return sound


def _run(speak: Words, work: Coroutine[object, object, T]) -> T:
    """Run to the end; what the store cannot do is said without a traceback."""
    try:
        with asyncio.Runner(loop_factory=new_loop) as runner:
            return runner.run(work)
    except StoreError as error:
        text = say("The database cannot be used: {detail}", detail=str(error))
        raise click.ClickException(speak(text)) from error
    except CannotServe as error:
        text = say("The server cannot start: {detail}", detail=str(error))
        raise click.ClickException(speak(text)) from error
