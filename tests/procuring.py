"""Procurements made through the real services, as far as a test wants them."""

import io
from datetime import date
from typing import Any

from models import Procurement
from models.bid import Score
from models.procurement import Choice
from rules.terms import AgreementKind, BidState, NeedState, Phase, Role
from services import records
from services.attachments import Arriving
from services.procurements import announcing, phasing, results, starting
from services.procurements.starting import Leading
from tests import factories, partners
from tests.casework import TODAY, acting, worker

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>"
STARTED, CALLED, BIDS_BY = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 2)
NOTED = ("housing_bank", "trained")


def fresh(record: Any) -> Any:
    return records.get(type(record), record.pk)


def paper(name: str = "notat.pdf", content: bytes = PDF) -> Arriving:
    return Arriving(name, io.BytesIO(content))


def procurer(*roles: Role, **values: Any) -> Any:
    """Somebody who finds homes."""
    return acting(worker(*(roles or (Role.HOUSING_CONSULTANT,)), **values))


def started(by: Any = None, **values: Any) -> Procurement:
    told = {
        "title": "Små boliger i sentrum", "leading": Leading(leader=factories.make_user(name="Liv Linje")),
        "started_on": STARTED, "today": TODAY,
    } | values  # fmt: skip
    return starting.start(by or procurer(), **told)


def note(held: Any, code: str, by: Any, **values: Any) -> bool:
    held = fresh(held)
    told = {"on": date(2026, 9, 10), "what": "Snakket med regionkontoret.", "version": held.version, "today": TODAY}
    return results.note(held, code, by, **told | values)


def anchored(by: Any = None, **values: Any) -> Procurement:
    """One whose phase one stands, though it is not confirmed."""
    by = by or procurer()
    held = started(by, **values)
    for code in NOTED:
        note(held, code, by)
    overview = partners.make_need_overview(state=NeedState.SETTLED)
    held = fresh(held)
    results.rest_on_overview(held, overview, by, version=held.version, today=TODAY)
    held = fresh(held)
    results.rest_on_mandate(held, partners.make_mandate(), by, version=held.version, today=TODAY)
    return fresh(held)


def call(**values: Any) -> announcing.Wanted:
    told = {
        "text": "Kommunen trenger boliger.", "qualities": "Nær buss, god planløsning.",
        "kind": AgreementKind.REFERRAL, "mix": [announcing.Size(rooms=2, homes=10, least_m2=45.0, accessible=4)],
        "channels": "Doffin og kommunens nettsider", "published_on": CALLED, "bids_by": BIDS_BY,
    }  # fmt: skip
    return announcing.Wanted(**told | values)


def announced(by: Any = None) -> Procurement:
    by = by or procurer()
    held = anchored(by)
    announcing.announce(held, call(), by, version=held.version, today=TODAY)
    return fresh(held)


def bid_in(held: Any, *, points: int | None = None, **values: Any) -> Any:
    scores = [Score(code=one.code, points=points, why="Som ventet.", by_name="Kari") for one in held.criteria if points]
    total = points * 100 if points else None
    return partners.make_bid(procurement=held, received_on=date(2026, 10, 20), scores=scores, total=total, **values)


def chosen(by: Any = None) -> Procurement:
    """One whose phases one to three stand: a bid is scored and chosen."""
    by = by or procurer()
    held = announced(by)
    bid = bid_in(held, points=4, state=BidState.CHOSEN)
    choice = Choice(bids=[bid.pk], reasons="Svarer best til behovet.", on=TODAY, by=by.id, by_name=by.name)
    records.change(held, by, values={"choice": choice}, action="bids_chosen")
    return fresh(held)


def finish(held: Any, phase: Phase, by: Any, **values: Any) -> bool:
    held = fresh(held)
    told = {"on": TODAY, "next_due_on": None, "version": held.version, "today": TODAY}
    return phasing.finish(held, phase, by, **told | values)
