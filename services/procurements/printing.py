"""The whole trail of a procurement as one file, drawn for the person at the screen, logged, never stored (S000)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date
from typing import Any

from bson import ObjectId

from letters.paper import Drawn, Sender
from letters.procurement_print import Happened, Trail, draw_trail
from models import Agreement, Approach, Bid, Duty, File, Mandate, NeedOverview, Procurement, Record
from rules.deadlines import OSLO
from rules.procurement import Facts
from rules.terms import AccessKind, Phase, Role
from services import audit, procured, records
from services.actor import Actor
from services.batches import batched
from services.procurements import told, told_earlier
from services.procurements.results import files_of

Words = Callable[[str], str]
UNTOLD = frozenset({"choice_followed", "agreement_signing", "agreement_signing_over", "bid_taken", "bid_let_go"})
"""What follows by itself from a step that is told."""


def draw(procurement: Procurement, actor: Actor, sender: Sender, *, action: Words, today: date) -> Drawn:
    """The trail as PDF; `action` says in words what a history entry's code stands for. Raises NotAuthorised,
    UndrawableText.
    """
    actor.require(*Role, what="procurement.print")
    drawn = draw_trail(_trail(procurement, sender, action, today))
    audit.record_access(
        actor,
        AccessKind.PRINTED,
        "procurement",
        document_id=str(procurement.pk),
        number=procurement.number,
        person=None,
    )
    return drawn


def approaches_to(procurement: Procurement) -> Iterator[Approach]:
    """What landlords offered unasked and were shown to the call (index `approach_procurement`)."""
    yield from Approach.objects(procurement=procurement.pk).no_dereference().order_by("id")


def _trail(procurement: Procurement, sender: Sender, action: Words, today: date) -> Trail:
    facts = procured.facts_of(procurement, today)
    bids = list(Bid.objects(procurement=procurement.pk).order_by("-total", "id"))
    agreements = list(Agreement.objects(procurement=procurement.pk).order_by("id"))
    overview = NeedOverview.objects(pk=procurement.need_overview).first() if procurement.need_overview else None
    held = records.reference(procurement, "mandate")
    mandate: Mandate | None = records.get(Mandate, held) if held else None
    approaches = list(approaches_to(procurement))
    duties = [duty for one in agreements for duty in Duty.objects(agreement=one.pk).order_by("next_on", "id")]
    named = _names([*files_of(procurement), *(file for bid in bids for file in bid.files)])
    behind: Sequence[Record | None] = (procurement, mandate, overview, *bids, *agreements, *duties, *approaches)
    return Trail(
        sender=sender,
        number=procurement.number,
        title=procurement.title,
        day=today,
        rows=told.of_procurement(procurement),
        phases=tuple(told.of_phase(procurement, phase, facts, named) for phase in Phase),
        parts=(
            told.of_overview(overview), told.of_mandate(mandate),
            told.of_call(procurement.announcement, procurement.criteria, "Utlysingen"),
            *told_earlier.calls(procurement), told.of_choice(procurement.choice, bids, "Valget"),
            *told_earlier.choices(procurement, bids), told.of_agreements(agreements), told.of_duties(duties),
            told.of_approaches(approaches),
        ),
        bids=tuple(told.of_bid(one, procurement, named) for one in bids),
        history=tuple(
            _history(
                [one for one in behind if one is not None], action, _subjects(facts), told_earlier.named(procurement)
            )
        ),
    )  # fmt: skip


def _names(files: Iterable[ObjectId]) -> dict[ObjectId, str]:
    """What the files are called, by id."""
    held = [one for ids in batched(list(files)) for one in File.objects(pk__in=ids).only("name")]
    return {one.pk: one.name for one in held}


def _subjects(facts: Facts) -> Mapping[str, str]:
    """The results by their codes, for entries that tell of one of them."""
    return {one.code: one.label for one in facts.wanted}


def _history(
    behind: Iterable[Record], action: Words, results: Mapping[str, str], numbers: Mapping[Any, str]
) -> list[Happened]:  # fmt: skip
    """What was done with each of the records, oldest first."""
    every = [(entry.at, one, entry) for one in behind for entry in one.history if entry.action not in UNTOLD]
    found = []
    for at, one, entry in sorted(every, key=lambda row: (row[0], str(row[1].pk), row[2].version)):
        what = f"{one.number}: {action(entry.action)}"
        subject = ", ".join(told_earlier.subjects(entry, results, numbers))
        what += f": {subject}" if subject else ""
        what += f". {entry.why}" if entry.why else ""
        local = at.replace(tzinfo=at.tzinfo or UTC).astimezone(OSLO)
        found.append(Happened(at=f"{local:%d.%m.%Y kl. %H.%M}", who=entry.by_name, what=what))
    return found
