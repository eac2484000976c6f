"""Fills an empty database with Fjordvik the way a municipality would: people first, then its files, then the night."""

import contextlib
import io
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING

import click
from argon2 import PasswordHasher
from flask import Flask
from flask.cli import ScriptInfo

from demo import bids, casework, keeping, landlord_side, letting, procurement, referrals, touches
from demo.logins import DOMAIN, LOGINS, REACHED, Login
from demo.registers import File, files
from demo.town import Town, make_town
from demo.words import MUNICIPALITY
from models import Applicant, Dwelling, User
from rules.terms import ImportCount, ImportKind, Role
from schemas import readers
from services import imports, maintenance, records, users
from services.actor import Actor

if TYPE_CHECKING:
    from config.settings import Settings

NIGHT = (
    "rulebook_changes", "take_overs", "rent_changes", "payment_plans", "arrears", "expiring_agreements",
    "pending_appeals", "slow_cases", "meetings", "next_steps", "vacancies", "follow_ups", "landlords", "endings",
    "reminders",
)  # fmt: skip
STORED = (ImportCount.NEW, ImportCount.MATCHED, ImportCount.UNMATCHED)
WORDS = {
    ImportKind.POSTCODES: "postnummer",
    ImportKind.LANDLORDS: "utleiere med avtaler",
    ImportKind.DWELLINGS: "boliger",
    ImportKind.LEASES: "leieforhold",
    ImportKind.APPLICATIONS: "søknader",
    ImportKind.APPEALS: "klager",
    ImportKind.PAYMENTS: "innbetalinger",
}


class Found(Enum):
    """What the database holds before it is filled."""

    NOTHING = "nothing"
    SOMETHING = "something"
    ALL = "all"


class SeedFailed(Exception):
    """A command that the demo is filled with went wrong; `str()` says which, and its last words."""


def found() -> Found:
    """What stands there: passwords are given last, so a demo that one can sign in to is whole."""
    people = users.demo_users()
    if people:
        return Found.ALL if all(person.password_hash for person in people) else Found.SOMETHING
    kinds = (User, Applicant, Dwelling)
    return Found.SOMETHING if any(kind.objects.first() for kind in kinds) else Found.NOTHING


class Seeder:
    """One filling; it works through the commands that operators have, and tells what it does."""

    def __init__(self, app: Flask, settings: "Settings", password: str) -> None:
        self.app = app
        self.settings = settings
        self.password = password

    def run(self, day: date, scale: int) -> None:
        """Fill the database with the town as it stands on the day. Raises NotReady, SeedFailed."""
        maintenance.require_ready()
        click.echo(f"Lager {MUNICIPALITY} kommune slik den står {day:%d.%m.%Y} …")
        town = make_town(day, scale=scale)
        people = self.make_users()
        self.bring_in(town)
        touches.add(town, people, self.actor())
        click.echo("  saker på vei til utvalget: kartlagt, vurdert og foreslått")
        casework.add(people, self.actor().at, day, self.settings.municipality_name)
        click.echo("  ledige boliger på hvert steg fra melding til takket ja")
        letting.add(people, self.actor().at, day, self.settings.municipality_name, self.settings.base_url)
        click.echo("  boligbehovet, to framskaffelser, tilbud fra utleiere og en henvendelse")
        procurement.add(people, self.actor().at, day)
        bids.add(people, self.actor().at, day)
        self.run_night(town)
        click.echo("  hjem å holde på: restanser, en avtale, en klage, en befaring, en oppsigelse")
        keeping.add(people, self.actor().at, day, self.settings.municipality_name, self.settings.base_url)
        click.echo("  en husstand hos en utleier med restanse, og en foreslått bolig")
        landlord_side.add(people, self.actor().at, day, self.settings.municipality_name, self.settings.base_url)
        click.echo("  ledige boliger hos utleiere: to venter på oss, en husstand er tilvist, og en utleier har sagt ja")
        referrals.add(people, self.actor().at, day, self.settings.municipality_name, self.settings.base_url)
        for person in people.values():
            users.set_password(person, PasswordHasher().hash(self.password), self.actor())
        click.echo("Demokommunen er klar.")

    def actor(self) -> Actor:
        """The house itself, now."""
        return Actor.system(datetime.now(UTC), "Demodata")

    def make_users(self) -> dict[str, User]:
        """The demo's users by the part of their address before @, without passwords yet."""
        click.echo(f"  {len(LOGINS)} brukere i to kontorer")
        people = {login.user: self._user(login) for login in LOGINS}
        for login in LOGINS:
            person = people[login.user]
            values = {"sees_protected": login.sees_protected, "deputy": people.get(login.deputy or "")}
            users.change(person, values, self.actor(), version=person.version)
        return people

    def _user(self, login: Login) -> User:
        office = users.office_named(login.office, self.actor())
        phone, mailbox = REACHED[login.office]
        records.change(office, self.actor(), values={"phone": phone, "email": f"{mailbox}@{DOMAIN}"})
        return users.create(login.email, login.name, [Role(login.role)], self.actor(), office=office, demo=True)

    def bring_in(self, town: Town) -> None:
        """Import the town's files as an operator does, and charge its months."""
        for file in files(town):
            outcome = self.read_in(file, town.day)
            if outcome.refused:
                raise SeedFailed(f"{file.name} ble ikke lest som den skal: {outcome.refused[:3]}")
            stored = sum(outcome.counts[count] for count in STORED)
            click.echo(f"  {stored} {WORDS[file.kind]} fra {file.name}")
        self.charge(town)

    def charge(self, town: Town) -> None:
        """Run the rent of the town's months."""
        for month in town.calendar.charged:
            click.echo(f"  husleie for {month}")
            self.command("rent-run", str(month), "--date", str(town.day))

    def read_in(self, file: File, day: date) -> imports.Outcome:
        """Import one file; the outcome tells what was refused."""
        synthetic = self.settings.allow_synthetic_ids
        source = io.BytesIO(file.content)
        read = readers.read(file.kind, file.name, source, today=day, allow_synthetic=synthetic)
        order = imports.Order(actor=self.actor(), today=day, clock=lambda: datetime.now(UTC))
        return imports.run(read, order).outcome

    def run_night(self, town: Town) -> None:
        """What the jobs of the night find and tell."""
        click.echo("  nattens jobber: flagg, oppgaver og påminnelser")
        for job in NIGHT:
            self.command("jobs", "run", job, "--date", str(town.day))
        if self.settings.smtp is not None:
            self.command("outbox", "send")

    def command(self, *words: str) -> None:
        """Run `flask …` in this process; its words are kept to itself unless it goes wrong. Raises SeedFailed."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            info = ScriptInfo(create_app=lambda: self.app)
            code = self.app.cli.main(list(words), prog_name="flask", obj=info, standalone_mode=False)
        if code:
            raise SeedFailed(
                f"«flask {' '.join(words)}» gikk ikke (kode {code}). Det siste den skrev:\n{said.getvalue()}"
            )
