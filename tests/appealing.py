"""Cases that were refused or taken back, and appeals on them, made through the real services.

A test module imports the fixture `house` of `tests.casework`, or `quick_letters` beside an application of its own.
"""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from letters import appeal_letters
from letters.paper import Drawn
from models import Appeal, Application, Decision, Letter
from rules.terms import AppealState, DecisionOutcome, LetterKind, Role
from services import appeals, dispatch, records
from services.actor import Actor
from services.appeals import Lodging, Reassessment
from tests.casework import NOW, SENDER, TODAY, acting, assessed, decided, draft, proposed, worker
from tests.factories import ACTOR

THEN = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # the Monday on which the case was decided
SENT = date(2026, 11, 3)  # presumed to arrive on Friday 6 November: the deadline is Friday 27 November
CAME = date(2026, 11, 20)
FORWARDED = date(2026, 11, 23)


@pytest.fixture
def quick_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters about appeals drawn quickly; each says what it was made of."""
    for name in ("received", "forwarded", "outcome"):
        monkeypatch.setattr(appeal_letters, f"draw_appeal_{name}", quick)
    monkeypatch.setattr(appeal_letters, "draw_deferred_effect", quick)


def quick(told: Any) -> Drawn:
    """A letter without its looks."""
    return Drawn(title="Om klagen din", language=told.envelope.language, content=f"%PDF-1.7 {told}".encode())


def clerk(*roles: Role, now: datetime = NOW) -> Actor:
    """Somebody who works the case; a caseworker where no role is named."""
    return acting(worker(*roles), now)


def refused(*, arrived: bool = True, outcome: DecisionOutcome = DecisionOutcome.REFUSED, **values: Any) -> Decision:
    """A decision by the committee that went against the household, its letter sent and presumed to have arrived."""
    values = {"received_on": date(2026, 10, 5), **values}
    case = assessed(met=outcome is not DecisionOutcome.REFUSED, now=THEN, **values)
    decided(proposed(case, wanted=draft(outcome), now=THEN), now=THEN)
    if arrived:
        letter = Letter.objects.get(letter_kind=LetterKind.DECISION, application=case)
        dispatch.dispatch(letter, clerk(now=THEN), on=SENT, today=SENT, version=letter.version)
    return Decision.objects.get(application=case)


def imported(**values: Any) -> Decision:
    """A refusal that came with the import: no letter, no facts, no body."""
    decision = refused(arrived=False)
    records.change(decision, ACTOR, values={"letter": None, "body": None, "rulebook": None, "imported": True, **values})
    return decision


def lodging(**values: Any) -> Lodging:
    given = {"received_on": CAME, "grounds": "Boligen er fuktig.", "wanted": "Kommunal bolig."}
    return Lodging(**{**given, **values})


def lodged(decision: Decision | None = None, **values: Any) -> Appeal:
    """An appeal on a decision, received in time where nothing else is said."""
    return appeals.register(decision or refused(), lodging(**values), clerk(), today=TODAY)


def taken_up(decision: Decision | None = None, **values: Any) -> Appeal:
    appeal = lodged(decision, **values)
    appeals.take_up(appeal, clerk(), version=appeal.version, today=TODAY)
    return appeal


def send_on(appeal: Appeal, actor: Actor | None = None, **values: Any) -> bool:
    """Forward the appeal as the committee's secretary would."""
    own = Reassessment(text="Utvalget står ved vedtaket.", on=FORWARDED, by="Husfordelingsutvalget 23.11.2026")
    given: dict[str, Any] = {"on": FORWARDED, "version": appeal.version, "today": TODAY, **values}
    return appeals.forward(
        appeal, given.pop("statement", "Klagen gir ingen nye opplysninger."), given.pop("own", own), actor or clerk(),
        **given,
    )  # fmt: skip


def forwarded(decision: Decision | None = None, **values: Any) -> Appeal:
    appeal = taken_up(decision, **values)
    send_on(appeal)
    return appeal


def answer_proposed(appeal: Appeal, now: datetime = NOW, **values: Any) -> Application:
    """A grant is proposed in answer to the appeal."""
    case: Application = records.get(Application, records.reference(appeal, "application"))
    decision = records.reference(appeal, "decision")
    wanted = draft(appeal=appeal.pk, replaces=decision, override="Nye opplysninger i klagen.", **values)
    return proposed(case, wanted=wanted, now=now)


def now_of(appeal: Appeal) -> Appeal:
    """The appeal as it is stored."""
    found: Appeal = Appeal.objects.get(pk=appeal.pk)
    return found


def state_of(appeal: Appeal) -> AppealState:
    return now_of(appeal).state


def case_of(appeal: Appeal) -> Application:
    found: Application = Application.objects.get(pk=records.reference(appeal, "application"))
    return found


def letter_of(appeal: Appeal, kind: LetterKind) -> Letter:
    """The letter of that kind, drawn, approved, and on the dispatch list."""
    appeal = now_of(appeal)
    letter = appeals.draw(appeal, kind, clerk(), SENDER, version=appeal.version, today=TODAY)
    appeals.approve(appeal, letter.pk, clerk(), version=appeal.version, today=TODAY)
    return Letter.objects.get(pk=letter.pk)


def decide(case: Application, now: datetime = NOW) -> Any:
    """The committee decides what is proposed."""
    return decided(case, now=now)
