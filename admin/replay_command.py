"""`replay NUMBER`: a case's decisions, or the recommendations made for a vacant dwelling, worked out anew."""

from datetime import UTC, datetime

import click

from admin import formats, wording
from admin.operators import NOTHING, REFUSED, plainly, stop
from models import Decision, Vacancy
from rules.errors import HusromError
from schemas.command_line import Command
from services import allocations, decisions
from services.actor import Actor
from services.decisions import Replay

UNKNOWN = (
    "Fant ikke noe vedtak og ingen innstilling med nummer {}. Skriv søknadsnummeret, for eksempel S2026001, eller "
    "nummeret på ledigmeldingen, for eksempel L2026-0001."
)


def replay_command() -> click.Command:
    """`replay NUMBER`."""

    @click.command("replay", cls=Command, help="Regn et vedtak eller en innstilling ut på nytt. Endrer ingenting.")
    @click.argument("number", metavar="NUMMER")
    @plainly()
    def replay(number: str) -> None:
        number = number.strip()
        vacancy = Vacancy.objects(vacancy_number=number).first()
        try:
            found = _recommended(vacancy) if vacancy else _decided(number)
        except HusromError as problem:
            stop(wording.explain(problem))
        if not found:
            stop(UNKNOWN.format(number), NOTHING)
        for told, _ in found:
            click.echo(told)
        if not all(same for _, same in found):
            raise click.exceptions.Exit(REFUSED)

    return replay


def _decided(number: str) -> list[tuple[str, bool]]:
    every = [(one, decisions.replay(one)) for one in decisions.named(number)]
    return [(_recomputed(decision, again), not again.differences) for decision, again in every]


def _recomputed(decision: Decision, again: Replay) -> str:
    undone = ", angret" if decision.undone_on else ""
    what = f"{decision.outcome.inside}{undone}"
    head = f"Sak {again.number}, vedtak {formats.day(decision.decided_on)} ({what}): "
    if not again.has_facts:
        why = "Det er importert." if decision.imported else "Det bygger ikke på en vurdering her."
        return f"{head}vedtaket har ingen lagrede opplysninger og kan ikke regnes ut på nytt. {why}"
    came_to = f"{again.advice.inside}, {again.score} poeng" if again.advice else formats.NOTHING
    told = f"{head}regnet ut på nytt etter versjon {again.rulebook} av regelboken peker det mot {came_to}."
    if not again.differences:
        return f"{told} Alt kom ut som da."
    lines = [
        f"  {one.label}: da {formats.inside(one.stored)}, nå {formats.inside(one.now)}" for one in again.differences
    ]
    return "\n".join([f"{told} Dette kom ut annerledes:", *lines])


def _recommended(vacancy: Vacancy) -> list[tuple[str, bool]]:
    """Each choice that was made for the dwelling, the one that stands first."""
    operator = Actor.system(datetime.now(UTC))
    every = [allocations.replay(vacancy, operator, held) for held in allocations.choices(vacancy)]
    return [(_worked_out(again), again.intact and not again.differences) for again in every]


def _worked_out(again: allocations.Replay) -> str:
    held = again.choice
    told = (
        f"Ledigmelding {again.number}, innstilling {formats.day(held.on)} ({' og '.join(held.chosen_numbers)}): "
        f"regnet ut på nytt etter versjon {held.rulebook} av regelboken."
    )
    if not again.intact:
        told += " Filen med grunnlaget er ikke den som ble lagret med innstillingen."
    if not again.differences:
        return f"{told} Samme kandidater passer, i samme rekkefølge."
    lines = [f"  {one.label}: da {one.stored}, nå {one.now}" for one in again.differences]
    return "\n".join([f"{told} Dette kom ut annerledes:", *lines])
