"""Who takes part in the choice of a household beside the consultants: the unit's people, caseworkers, heads (S004)."""

from collections.abc import Iterable, Sequence
from typing import Any

from bson import ObjectId

from models import Application, Unit, User, Vacancy
from rules.deadlines import oslo_date
from rules.errors import ConflictOfInterest
from rules.hearing import Parties, Voice
from rules.terms import Role, StaffMail
from services import deputies, records, staff_mail
from services.actor import Actor
from services.allocations.standing import concerned
from services.batches import batched
from services.effects import Owed


def leader_of(vacancy: Vacancy) -> User | None:
    """The leader of the unit that the dwelling belongs to; None where it has none."""
    held = records.reference(vacancy, "unit")
    unit = Unit.objects(pk=held).no_dereference().first() if held else None
    return deputies.user(records.reference(unit, "leader")) if unit else None


def voice_of(actor: Actor) -> Voice:
    """The actor as the rule on who answers for a unit sees them; a deputy is one on the clock's day."""
    away = deputies.stood_in_for(ObjectId(actor.id), oslo_date(actor.at)) if ObjectId.is_valid(actor.id) else []
    return Voice(id=actor.id, name=actor.name, stands_in_for=frozenset(str(user.pk) for user in away))


def parties_of(vacancy: Vacancy, cases: Iterable[Application]) -> Parties:
    """Whom the recommendation lies between: the unit's leader with deputy, the consultants, those disqualified."""
    leader, held = leader_of(vacancy), vacancy.recommendation
    deputy = records.reference(leader, "deputy") if leader else None
    return Parties(
        leader=str(leader.pk) if leader else None,
        deputy=str(deputy) if deputy else None,
        recommended=frozenset(filter(None, (held.by, held.second_by) if held else ())),
        disqualified={str(one.user): one.user_name for case in cases for one in case.conflicts},
    )


def cases_of(vacancy: Vacancy, *others: ObjectId) -> list[Application]:
    """The households that the choice is between: recommended, passed over with a reason, put up, and `others`."""
    every, found = sorted({*concerned(vacancy), *others}), []
    for some in batched(every):
        found.extend(Application.objects(pk__in=some).no_dereference())
    return found


def refuse_disqualified(cases: Iterable[Application], *people: tuple[str, str]) -> None:
    """Raise ConflictOfInterest where one of the people (id, name) is disqualified in one of the cases (fvl. § 6)."""
    ids = dict(people)
    for case in cases:
        for one in case.conflicts:
            if str(one.user) in ids:
                raise ConflictOfInterest(case.number, ids[str(one.user)])


# --- Who is told --------------------------------------------------------------------------------------------------


def consultants_of(vacancy: Vacancy) -> list[ObjectId]:
    """The consultant who has the vacancy, and the two who recommended."""
    held = vacancy.recommendation
    made = [ObjectId(one) for one in ((held.by, held.second_by) if held else ()) if one and ObjectId.is_valid(one)]
    return list(dict.fromkeys(filter(None, (records.reference(vacancy, "consultant"), *made))))


def invited(vacancy: Vacancy) -> list[User]:
    """Those of the house who may meet about a vacancy: the unit, the consultants, the candidates' caseworkers."""
    leader = leader_of(vacancy)
    unit = [leader.pk, records.reference(leader, "deputy")] if leader else []
    held = vacancy.recommendation
    mine = [one for case in cases_of(vacancy) if held for one in caseworkers_of(case)]
    wanted = list(dict.fromkeys(filter(None, (*unit, *consultants_of(vacancy), *mine))))
    found = {user.pk: user for user in User.objects(pk__in=wanted, active=True).no_dereference()}
    return [found[one] for one in wanted if one in found]


def caseworkers_of(application: Application) -> list[ObjectId]:
    """The application's caseworker; where none is named, all caseworkers of its office (index `user_active`)."""
    named = records.reference(application, "caseworker")
    if named is not None:
        return [named]
    office = records.reference(application, "office")
    return _those(Role.CASEWORKER, office=office) if office else []


def caseworkers_of_chosen(vacancy: Vacancy) -> list[ObjectId]:
    """The caseworkers of those recommended, who know them and take part in a discussion."""
    held = vacancy.recommendation
    cases = Application.objects(pk__in=held.chosen).no_dereference() if held else ()
    return [one for case in cases for one in caseworkers_of(case)]


def department_heads() -> list[ObjectId]:
    """Those who settle a disagreement (index `user_active`)."""
    return _those(Role.DEPARTMENT_HEAD)


def _those(role: Role, **others: Any) -> list[ObjectId]:
    found = User.objects(active=True, roles=role, **others).only("pk").order_by("id")
    return [user.pk for user in found]


def mails(vacancy: Vacancy, what: StaffMail, to: Iterable[ObjectId], actor: Actor) -> Sequence[Owed]:
    """What a change of the vacancy owes each of the people once; whoever makes the change needs no mail."""
    wanted = (one for one in dict.fromkeys(to) if str(one) != actor.id)
    return [staff_mail.owed(vacancy, what, one) for one in wanted]
