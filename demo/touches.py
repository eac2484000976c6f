"""What no register tells: service units, notes in the housing journal, archive numbers, one protected address."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from demo.town import Town
from models import Applicant, Application, Dwelling, Unit, User
from rules.deadlines import OSLO
from rules.terms import ApplicationState, DwellingType, JournalKind, Role
from services import applications, journals, records
from services.actor import Actor

UNITS = (
    (DwellingType.CARE_DWELLING, "Naustmyra omsorgsboliger", "Naustrekka 1"),
    (DwellingType.SHARED_HOUSING, "Fyrlykta bofellesskap", "Fyrlyktveien 3"),
)
# Days before the business day, who wrote it, what it is, and the words.
NOTES = (
    (9, "saksbehandler", JournalKind.CALL, "Ringte søkeren og avtalte kartleggingssamtale tirsdag kl. 10."),
    (4, "saksbehandler", JournalKind.MEETING, "Kartleggingssamtale gjennomført. Søkeren ønsker seg nær skole og buss."),
    (3, "boligkonsulent", JournalKind.NOTE, "Startlån er vurdert sammen med søkeren; det er ikke aktuelt nå."),
    (6, "boligkonsulent", JournalKind.HOME_VISIT, "Hjemmebesøk. Trappen i dagens bolig er vanskelig å bruke."),
    (2, "boligkonsulent2", JournalKind.NEW_FACT, "Leiekontrakten på dagens bolig er sagt opp; søkeren sender den inn."),
    (1, "boligkonsulent2", JournalKind.CALL, "Søkeren ringte og spurte om saken. Fortalte når svar kan ventes."),
)
ARCHIVED = 12  # cases with a number in the archive


def add(town: Town, people: Mapping[str, User], actor: Actor) -> None:
    """Put the touches on what has been brought in."""
    _units(people, actor)
    cases = list(Application.objects(state=ApplicationState.IN_ASSESSMENT).order_by("-received_on", "id"))
    for at, (days, writer, kind, text) in enumerate(NOTES):
        day = datetime.combine(town.day - timedelta(days=days), time(10, 15), OSLO)
        author = _as(people[writer], actor.at)
        journals.write(cases[at // 2], kind, text, author, nonce=f"demo-{at}", now=day)
    for at, case in enumerate(cases[:ARCHIVED]):
        number = f"{town.day.year}/{4100 + 7 * at}"
        applications.note_archive_case(case, number, actor, version=case.version)
    person: Applicant = cases[ARCHIVED].applicant
    records.change(person, actor, values={"protected_address": True}, why="Melding fra Folkeregisteret")


def _units(people: Mapping[str, User], actor: Actor) -> None:
    for kind, name, address in UNITS:
        unit = Unit(name=name, address=address, leader=people["enhetsleder"])
        records.create(unit, actor)
        for dwelling in list(Dwelling.objects(kind=kind).order_by("id")):
            records.change(dwelling, actor, values={"unit": unit}, why="Tilhører enheten")


def _as(user: User, at: datetime) -> Actor:
    """The user as services know them."""
    roles: frozenset[Role] = frozenset(user.roles)
    return Actor(id=str(user.pk), name=user.name, roles=roles, at=at, office=records.reference(user, "office"))
