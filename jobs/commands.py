"""Operators' commands for jobs: list, run and status, the month's rent, the outbox, the flags, and the scheduler."""

import json
from datetime import date
from typing import TYPE_CHECKING

import click
from flask import Flask

from config.schedule import PAGE, Entry, Every
from jobs import periods, wording
from jobs.context import Counts, now
from jobs.operators import date_option, plainly
from jobs.runner import Runner
from rules.deadlines import Month, oslo_date
from rules.errors import UnknownJob
from schemas.command_line import FAILED, MISUSED, Command, Group, stop
from services import claims, flags, job_runs, maintenance, rulebooks

if TYPE_CHECKING:
    from config.settings import Settings

__all__ = ["date_option", "plainly", "register"]


def register(app: Flask, settings: "Settings") -> None:
    """Put the commands on the application."""
    for command in (_jobs(settings), _rent_run(settings), _outbox(settings), _flags(), _scheduler(settings)):
        app.cli.add_command(command)


def _entry(name: str) -> Entry:
    for entry in PAGE:
        if entry.id == name:
            return entry
    raise UnknownJob(name)


def _runner(settings: "Settings") -> Runner:
    return Runner(settings)


def _run(settings: "Settings", entry: Entry, period: str, day: date) -> None:
    minute = entry.every is Every.MINUTE
    runner = _runner(settings)
    _end(runner.minute(entry, day) if minute else runner.by_hand(entry, period, day))


def _end(counts: Counts) -> None:
    trouble = counts.trouble()
    for told in (counts.note, trouble):
        if told:
            click.echo(told, err=told is trouble)
    click.echo(counts.line())
    if trouble:
        raise click.exceptions.Exit(FAILED)


def _jobs(settings: "Settings") -> click.Group:
    @click.group("jobs", cls=Group, help="Nattjobber: se, kjør og følg med.")
    def jobs() -> None:
        pass

    @jobs.command(name="list", help="Jobbene, når de kjører og i hvilken rekkefølge.")
    def _list() -> None:
        at = now()
        rows = [[e.id, e.title, e.cron, e.after or "–", wording.at(periods.next_time(e, at))] for e in PAGE]
        click.echo(wording.table(["Jobb", "Hva", "Når (cron)", "Etter", "Neste gang"], rows))

    @jobs.command(name="run", help="Kjør en jobb nå. En dato som er kjørt før, kjøres på nytt.")
    @click.argument("name", metavar="JOBB")
    @date_option
    @plainly
    def _run_one(name: str, day: date) -> None:
        entry = _entry(name)
        _run(settings, entry, periods.period_of(entry, day), day)

    @jobs.command(name="status", help="Siste kjøring av hver jobb, og om planleggeren er i live.")
    @plainly
    def _status() -> None:
        heads = ["Jobb", "Periode", "Status", "Startet", "Ferdig", "Kjørt av", "Tall"]
        latest = {entry.id: job_runs.latest(entry.id) for entry in PAGE}
        rows = [wording.run_line(entry.id, next(iter(latest[entry.id]), None)) for entry in PAGE]
        click.echo(wording.table(heads, rows))
        beat = claims.heartbeat()
        alive = beat is not None and beat.until > now()
        click.echo(
            f"\nPlanleggeren {'er i live' if alive else 'kjører ikke'}, sist sett {wording.at(beat and beat.beat_at)}."
        )

    return jobs


def _rent_run(settings: "Settings") -> click.Command:
    @click.command(
        "rent-run",
        cls=Command,
        help="Kjør en måneds husleie, for eksempel 2026-11. Det som er krevd før, kreves ikke igjen.",
    )
    @click.argument("month", metavar="ÅÅÅÅ-MM")
    @date_option
    @plainly
    def rent_run(month: str, day: date) -> None:
        try:
            period = str(Month.parse(month))
        except ValueError:
            stop(f"«{month}» er ikke en måned. Skriv år og måned, for eksempel 2026-11.", MISUSED)
        _run(settings, _entry("rent_run"), period, day)

    return rent_run


def _outbox(settings: "Settings") -> click.Group:
    @click.group("outbox", cls=Group, help="Utboksen.")
    def outbox() -> None:
        pass

    @outbox.command(name="send", help="Send det som står i kø.")
    @plainly
    def _send() -> None:
        _run(settings, _entry("send_outbox"), "", oslo_date(now()))

    return outbox


def _flags() -> click.Command:
    @click.command(
        cls=Command,
        name="flags",
        help="Vis hva som er registrert og hva nattjobbene flagger en dato. Endrer ingenting.",
    )
    @date_option
    @click.option("--json", "as_json", is_flag=True, help="Skriv som JSON, for andre programmer.")
    @plainly
    def show(day: date, as_json: bool) -> None:
        report = flags.report(day, rulebooks.current(day))
        if as_json:
            click.echo(json.dumps(wording.flags_as_data(report), ensure_ascii=False, indent=2))
        else:
            click.echo(wording.flags_as_text(report))

    return show


def _scheduler(settings: "Settings") -> click.Command:
    @click.command(cls=Command, name="scheduler", help="Kjør jobbene etter klokken til noen stopper den.")
    @plainly
    def scheduler() -> None:
        from jobs.scheduler import Scheduler  # no other command needs its threads

        maintenance.require_ready()
        Scheduler(settings).run()

    return scheduler
