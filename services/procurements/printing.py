"""The whole trail of a procurement as one file, drawn for the person at the screen, logged, never stored (S000)."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from letters.paper import Drawn, Sender
from letters.procurement_print import Happened, Trail, draw_trail
from models import Agreement, Bid, Mandate, NeedOverview, Procurement, Record
from rules.deadlines import oslo_date
from rules.terms import AccessKind, Phase, Role
from services import audit, procured, records
from services.actor import Actor
from services.procurements import told

Words = Callable[[str], str]


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


def _trail(procurement: Procurement, sender: Sender, action: Words, today: date) -> Trail:
    facts = procured.facts_of(procurement, today)
    bids = list(Bid.objects(procurement=procurement.pk).order_by("-total", "id"))
    agreements = list(Agreement.objects(procurement=procurement.pk).order_by("id"))
    overview = NeedOverview.objects(pk=procurement.need_overview).first() if procurement.need_overview else None
    held = records.reference(procurement, "mandate")
    mandate: Mandate | None = records.get(Mandate, held) if held else None
    behind: Sequence[Record | None] = (procurement, mandate, overview, *bids, *agreements)
    return Trail(
        sender=sender,
        number=procurement.number,
        title=procurement.title,
        day=today,
        rows=told.of_procurement(procurement),
        phases=tuple(told.of_phase(procurement, phase, facts) for phase in Phase),
        parts=(
            told.of_overview(overview), told.of_mandate(mandate), told.of_call(procurement),
            told.of_choice(procurement, bids), told.of_agreements(agreements),
        ),
        bids=tuple(told.of_bid(one, procurement) for one in bids),
        history=tuple(_history([one for one in behind if one is not None], action)),
    )  # fmt: skip


def _history(behind: Iterable[Record], action: Words) -> list[Happened]:
    """What was done with each of the records, oldest first."""
    every = [(entry.at, one, entry) for one in behind for entry in one.history]
    found = []
    for at, one, entry in sorted(every, key=lambda row: (row[0], str(row[1].pk), row[2].version)):
        what = f"{one.number}: {action(entry.action)}"
        what += f". {entry.why}" if entry.why else ""
        found.append(Happened(day=oslo_date(at), who=entry.by_name, what=what))
    return found
