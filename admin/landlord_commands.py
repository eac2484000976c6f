"""Operators' commands for private landlords: register one, and give its system a key."""

from collections.abc import Iterable
from datetime import timedelta

import click

from admin import formats
from admin.operators import NOTHING, operator, plainly, stop
from rules import identifiers
from rules.errors import AlreadyExists, HusromError, InvalidRecord, LandlordInactive
from rules.identifiers import InvalidIdentifier
from rules.terms import Scope
from schemas.command_line import Command, Group
from services import api_access, landlords, rulebooks

SCOPES = ", ".join(f"{scope.value} ({scope.label})" for scope in Scope)
BAD_NUMBER = "«{number}» er ikke et gyldig organisasjonsnummer. Det har ni sifre."


def landlord_commands(secret: str) -> click.Group:
    """`landlords add` and `landlords issue-key`; keys are made under the installation's secret."""

    @click.group("landlords", cls=Group, help="Private utleiere og nøklene til systemene deres.")
    def group() -> None:
        pass

    group.add_command(_add())
    group.add_command(_issue_key(secret))
    return group


def _add() -> click.Command:
    @click.command("add", cls=Command, help="Registrer en utleier.")
    @click.argument("number", metavar="ORGANISASJONSNUMMER")
    @click.option("--name", metavar="NAVN", default="", help="Utleierens navn.")
    @plainly()
    def add(number: str, name: str) -> None:
        if not name.strip():
            stop("Navnet mangler. Skriv --name og utleierens navn.", NOTHING)
        try:
            made = landlords.register(number, name, operator())
        except InvalidIdentifier:
            stop(BAD_NUMBER.format(number=number), NOTHING)
        except InvalidRecord:
            stop("Navnet er for langt: det kan ha 160 tegn.", NOTHING)
        except AlreadyExists:
            stop(f"Utleieren {number} er registrert fra før.")
        click.echo(f"Registrerte {made.name} ({made.organisation_number}).")

    return add


def _issue_key(secret: str) -> click.Command:
    @click.command("issue-key", cls=Command, help=f"Lag en nøkkel for utleierens system. Den kan åpne for: {SCOPES}.")
    @click.argument("number", metavar="ORGANISASJONSNUMMER")
    @click.option("--label", metavar="TEKST", default="", help="Hva nøkkelen brukes til.")
    @click.option("--scope", "words", metavar="SCOPE", multiple=True, help="Kan gis flere ganger. Uten: alle.")
    @click.option("--days", metavar="DAGER", type=click.IntRange(1, 730), help="Hvor lenge den gjelder.")
    @plainly()
    def issue_key(number: str, label: str, words: tuple[str, ...], days: int | None) -> None:
        scopes, today = _scopes(words), formats.today()
        if not label.strip():
            stop("Teksten mangler. Skriv --label og hva nøkkelen brukes til.", NOTHING)
        try:
            landlord = landlords.find(identifiers.organisation_number(number))
        except InvalidIdentifier:
            stop(BAD_NUMBER.format(number=number), NOTHING)
        if landlord is None:
            stop(f"Ingen utleier har organisasjonsnummeret {number}. Registrer den først med «landlords add».")
        lasts = days or rulebooks.current(today).partnering.key_days
        try:
            key, text = api_access.issue(
                landlord, operator(), label=label, scopes=scopes, today=today,
                expires_on=today + timedelta(days=lasts), secret=secret,
            )  # fmt: skip
        except LandlordInactive:
            stop(f"{landlord.name} er ikke i bruk, så ingen nøkkel ble laget.")
        except HusromError:
            stop(
                "Nøkkelen ble ikke laget. Teksten kan ha høyst 80 tegn, og nøkkelen kan gjelde i høyst to år.", NOTHING
            )
        click.echo(
            f"Laget nøkkelen {key.prefix} for {landlord.name}. Den gjelder til og med {key.expires_on:%d.%m.%Y}."
        )
        click.echo(f"Nøkkel, vises bare denne ene gangen: {text}")

    return issue_key


def _scopes(words: Iterable[str]) -> list[Scope]:
    known = {scope.value: scope for scope in Scope}
    for word in words:
        if word not in known:
            stop(f"«{word}» er ikke noe en nøkkel kan åpne for. Velg blant: {SCOPES}.", NOTHING)
    return [known[word] for word in words] or list(Scope)
