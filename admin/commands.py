"""Operators' commands of the caseworkers' door: indexes, users, imports, and whether the data agree with themselves."""

import secrets
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask import Flask

from admin import formats, import_command, landlord_commands, operators, replay_command, rulebook_commands, wording
from admin.operators import NOTHING, REFUSED, operator, plainly, stop
from admin.sign_in import hashed
from rules import identifiers
from rules.errors import AlreadyExists
from rules.identifiers import InvalidIdentifier
from rules.terms import Role
from schemas.command_line import Command, Group
from services import maintenance, rulebooks, users
from services.maintenance import Trouble

if TYPE_CHECKING:
    from config.settings import Settings

SHORTEST_PASSWORD = 12
ROLES = ", ".join(f"{role.value} ({role.label})" for role in Role)


def register(app: Flask, settings: "Settings") -> None:
    """Put the commands on the application."""
    rulebook = Path(app.root_path) / "config" / "rulebook.toml"
    for command in (
        _create_indexes(rulebook),
        _users(),
        import_command.command(settings),
        _check_data(),
        rulebook_commands.rulebook_commands(),
        replay_command.replay_command(),
        landlord_commands.landlord_commands(settings.secret_key),
    ):
        app.cli.add_command(command)


def _create_indexes(rulebook: Path) -> click.Command:
    @click.command(
        "create-indexes", cls=Command, help="Lag indeksene, krypteringsnøkkelen og regelbokens første versjon."
    )
    @plainly()
    def create_indexes() -> None:
        made, default = maintenance.create_indexes(), rulebook.read_text(encoding="utf-8")
        loaded = rulebooks.load_first(default, operator())
        filled = rulebooks.complete(default, operator(), formats.today())
        derived = maintenance.derive_missing()
        for name in made:
            click.echo(f"Laget {name}")
        if loaded:
            click.echo("Leste inn regelboken som versjon 1")
        if filled:
            click.echo(
                "Regelboken manglet noe denne utgaven trenger. Den er fylt ut som versjon "
                f"{' og '.join(str(one) for one in filled)}: se over den."
            )
        if derived:
            click.echo(f"Fylte ut det denne utgaven trenger, på {derived} poster fra en tidligere utgave")
        if not made and not loaded and not filled and not derived:
            click.echo("Alt var på plass fra før.")

    return create_indexes


def _users() -> click.Group:
    @click.group("users", cls=Group, help="Brukere.")
    def group() -> None:
        pass

    @group.command("create", help=f"Opprett en bruker. Roller: {ROLES}.")
    @click.argument("email", metavar="E-POST")
    @click.option("--name", metavar="NAVN", default="", help="Fullt navn.")
    @click.option("--role", "words", metavar="ROLLE", multiple=True, help="Kan gis flere ganger.")
    @click.option("--office", metavar="KONTOR", default="", help="Kontorets navn; opprettes hvis det ikke finnes.")
    @click.option("--password-stdin", is_flag=True, help="Les passordet fra standard inn i stedet for å lage ett.")
    @plainly()
    def create(email: str, name: str, words: tuple[str, ...], office: str, password_stdin: bool) -> None:
        address, roles = _address(email), _roles(words)
        if not name.strip():
            stop("Navnet mangler. Skriv --name og fullt navn.", NOTHING)
        password = _password() if password_stdin else secrets.token_urlsafe(15)
        if users.find_by_email(address) is not None:
            stop(f"Det finnes allerede en bruker med adressen {address}. Endre den i Husrom i stedet.")
        place = users.office_named(office, operator()) if office.strip() else None
        try:
            users.create(address, name, roles, operator(), office=place, password_hash=hashed(password))
        except AlreadyExists:
            stop(f"Det finnes allerede en bruker med adressen {address}. Endre den i Husrom i stedet.")
        click.echo(f"Opprettet {address} ({', '.join(role.label for role in roles)}).")
        if not password_stdin:
            click.echo(f"Passord, vises bare denne ene gangen: {password}")

    return group


def _address(text: str) -> str:
    try:
        return identifiers.email(text).lower()
    except InvalidIdentifier:
        stop(f"«{text}» er ikke en gyldig e-postadresse.", NOTHING)


def _roles(words: Iterable[str]) -> list[Role]:
    """Roles by code or by bokmål name."""
    by_word = {word.casefold(): role for role in Role for word in (role.value, role.label)}
    found = []
    for word in words:
        if word.strip().casefold() not in by_word:
            stop(f"«{word}» er ingen rolle. Velg blant: {ROLES}.", NOTHING)
        found.append(by_word[word.strip().casefold()])
    if not found:
        stop(f"Rollen mangler. Skriv --role og en av: {ROLES}.", NOTHING)
    return list(dict.fromkeys(found))


def _password() -> str:
    password = sys.stdin.readline().rstrip("\r\n")
    if len(password) < SHORTEST_PASSWORD:
        stop(f"Passordet er for kort: det må ha minst {SHORTEST_PASSWORD} tegn.", NOTHING)
    return password


def _check_data() -> click.Command:
    @click.command("check-data", cls=Command, help="Se etter at dataene stemmer med seg selv. Endrer ingenting.")
    @plainly()
    def check_data() -> None:
        checked = maintenance.check_data(operators.now())
        looked_at = ", ".join(
            f"{checked.counts[name]} {word}" for name, word in LOOKED_AT.items() if checked.counts[name]
        )
        click.echo(f"Så gjennom {looked_at or 'en tom database'}.")
        for trouble in checked.troubles:
            click.echo(_told(trouble))
        if checked.troubles:
            click.echo(f"{len(checked.troubles)} feil.")
            raise click.exceptions.Exit(REFUSED)
        click.echo("Ingen feil.")

    return check_data


LOOKED_AT = {
    "applicant": "personer", "application": "søknader", "decision": "vedtak", "appeal": "klager",
    "dwelling": "boliger", "lease": "leieforhold", "landlord": "utleiere", "agreement": "avtaler",
    "ledger_row": "posteringer", "payment": "innbetalinger til behandling",
}  # fmt: skip


def _told(trouble: Trouble) -> str:
    record = wording.record(trouble.collection) if trouble.collection else ""
    place = " ".join(word for word in (record, trouble.number) if word)
    return f"{trouble.fault.label}: {place}{f' ({trouble.detail})' if trouble.detail else ''}"
