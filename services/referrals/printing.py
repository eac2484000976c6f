"""«Gitt til utleiere» for one person: drawn for the person at the screen, logged, never stored."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from bson import ObjectId

from letters.disclosures_print import Told, draw_disclosures
from letters.paper import Drawn, Envelope, Sender
from models import Applicant, Application, Disclosure, Landlord
from rules.deadlines import OSLO
from rules.errors import NoNeedToKnow
from rules.terms import AccessKind, Role
from services import audit, disclosures, merged, need_to_know, records
from services.actor import Actor
from services.batches import batched

PRINTERS = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER)
CONTROLLERS = (Role.DEPARTMENT_HEAD, Role.AUDITOR)
Same = tuple[ObjectId, str, tuple[str, ...], str, str | None]


def case_of(person: Applicant) -> Application | None:
    """The person's latest case, under every record that stands for them; it says who answers for the print."""
    wanted = Application.objects(applicant__in=merged.ids_of(person.pk)).order_by("-received_on", "id")
    found: Application | None = wanted.first()
    return found


def require(person: Applicant, actor: Actor) -> None:
    """Let those pass who work one of the person's cases, and those who control what is told.

    Raises NotAuthorised, NoNeedToKnow.
    """
    actor.require(*PRINTERS, *CONTROLLERS, what="disclosures.print")
    if actor.roles & set(CONTROLLERS):
        return
    cases = list(Application.objects(applicant__in=merged.ids_of(person.pk)).scalar("id"))
    if not need_to_know.among(cases, actor):
        raise NoNeedToKnow(person.number)


def draw(person: Applicant, actor: Actor, sender: Sender, *, today: date) -> Drawn:
    """All that landlords were told of the person as PDF. It names the person, and never tells where they live.

    Raises NotAuthorised, NoNeedToKnow, UndrawableText.
    """
    require(person, actor)
    told, case = list(disclosures.of_person(person.pk)), case_of(person)
    envelope = Envelope(
        sender=sender, addresses=(merged.root_of(person).name,), case_number=case.number if case else "–",
        archive_number=None, day=today, language="nb",
    )  # fmt: skip
    drawn = draw_disclosures(envelope, list(_rows(told)))
    audit.record_access(
        actor, AccessKind.PRINTED, "disclosure", document_id=None, number=None, person=person.pk, count=len(told)
    )
    return drawn


def _rows(told: Iterable[Disclosure]) -> Iterator[Told]:
    """The latest first; what was told several times in the same words is one row with its first and last day."""
    times: dict[Same, list[datetime]] = {}
    for one in told:
        parts = tuple(part.label for part in one.parts)
        same = (records.reference(one, "landlord"), one.referral_number, parts, one.ground, one.by_name)
        times.setdefault(same, []).append(one.at)
    names = _names({same[0] for same in times})
    for same, at in times.items():
        landlord, number, parts, ground, by_name = same
        what = ", ".join((parts[0], *(part.lower() for part in parts[1:])))
        yield Told(
            landlord=names.get(landlord, "–"), number=number, what=what, ground=ground, by_name=by_name, when=_when(at)
        )  # fmt: skip


def _names(landlords: set[ObjectId]) -> dict[ObjectId, str]:
    found: dict[ObjectId, str] = {}
    for ids in batched(sorted(landlords)):
        some = Landlord.objects(pk__in=ids).only("name")
        found |= {one.pk: one.name for one in some}
    return found


def _when(times: list[datetime]) -> str:
    last, first = (f"{at.astimezone(OSLO):%d.%m.%Y kl. %H.%M}" for at in (max(times), min(times)))
    return last if len(times) == 1 else f"{len(times)} ganger, første gang {first}, sist {last}"
