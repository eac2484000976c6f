"""Landlords with a hundred homes each: one made by the product, the others written straight in by its pattern."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from bson import ObjectId

from bench import seeding
from bench.replaying import Recorder
from bench.servers import FIELD_KEY
from models import Agreement, Dwelling, Landlord, Project
from rules.terms import AgreementKind, AgreementState, Disposal, DwellingType, Scope
from services import api_access, records

HOMES_EACH = 100


@dataclass
class Town:
    """One landlord among many, its key, and the numbers of its homes with their ids."""

    address: str
    key: str
    landlord: ObjectId
    homes: Iterator[str]
    today: date
    commands: Recorder = field(repr=False)


def build(address: str, recorder: Recorder, rows: int, today: date) -> Town:
    """So many homes; the first landlord has as many as are needed to report one after another."""
    first, project = _first()
    owners = [(first.pk, project.pk), *_others(max(rows // HOMES_EACH, 2), first, project)]
    homes = _homes(owners, rows)
    _, key = api_access.issue(
        first, seeding.ACTOR, label="Måling", scopes=list(Scope), today=today, secret=FIELD_KEY,
        expires_on=today + timedelta(days=30),
    )  # fmt: skip
    return Town(address, key, first.pk, iter(homes), today, recorder)


def _first() -> tuple[Landlord, Project]:
    landlord = Landlord(organisation_number="922542570", name="Utleier 0 AS")
    records.create(landlord, seeding.ACTOR)
    project = Project(landlord=landlord, name="Prosjekt 0", homes=2000)
    records.create(project, seeding.ACTOR)
    records.create(_agreement(landlord, project), seeding.ACTOR)
    return landlord, project


def _agreement(landlord: Landlord, project: Project) -> Agreement:
    return Agreement(
        agreement_number="Tilvisning 0", landlord=landlord, project=project, kind=AgreementKind.REFERRAL, homes=2000,
        state=AgreementState.IN_FORCE, signed_on=date(2020, 1, 1), ends_on=date(2040, 1, 1), years=20,
    )  # fmt: skip


def _others(count: int, landlord: Landlord, project: Project) -> list[tuple[ObjectId, ObjectId]]:
    own, house = landlord.to_mongo().to_dict(), project.to_mongo().to_dict()
    deal = _agreement(landlord, project).to_mongo().to_dict() | {"version": 1, "history": [], "pending": []}
    ids = [(ObjectId(), ObjectId()) for _ in range(1, count)]
    numbered = list(enumerate(ids, start=1))
    landlords = (
        own | {"_id": one, "organisation_number": f"{900_000_000 + at}", "name": f"Utleier {at} AS"}
        for at, (one, _) in numbered
    )
    projects = (house | {"_id": two, "landlord": one, "name": f"Prosjekt {at}"} for at, (one, two) in numbered)
    deals = (
        deal | {"_id": ObjectId(), "landlord": one, "project": two, "agreement_number": f"Tilvisning {at}"}
        for at, (one, two) in numbered
    )
    for kind, some in ((Landlord, landlords), (Project, projects), (Agreement, deals)):
        seeding.write(kind, some)
    return ids


def _homes(owners: list[tuple[ObjectId, ObjectId]], rows: int) -> list[str]:
    """The homes of all, written straight in; returns the numbers of the first owner's."""
    home = Dwelling(
        dwelling_number="B0", address="Storgata 0", postcode="9405", place="HARSTAD", kind=DwellingType.FLAT, rooms=2,
        area_m2=48.0, disposal=Disposal.REFERRAL, landlord=owners[0][0], project=owners[0][1], rent_ore=900_000,
    )  # fmt: skip
    pattern = seeding.pattern(home)

    def made() -> Iterator[dict[str, Any]]:
        for at in range(rows):
            landlord, project = owners[at // HOMES_EACH % len(owners)]
            own = {"_id": ObjectId(), "dwelling_number": f"B{at}", "address": f"Storgata {at}"}
            yield pattern | own | {"landlord": landlord, "project": project}

    seeding.write(Dwelling, made())
    return [f"B{at}" for at in range(min(HOMES_EACH, rows))]
