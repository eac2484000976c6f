"""What a referral asks of people, and what the nightly job looks at."""

from collections.abc import Iterator
from datetime import date, timedelta

from letters import referral_texts
from models import Agreement, Applicant, Referral
from models.base import Effect, Record
from rules import referrals
from rules.deadlines import oslo_date
from rules.terms import AgreementState, ReferralState, Role, TaskKind, Urgency
from services import merged, records, tasks
from services.actor import Actor
from services.tasks import Finding

STATE = ReferralState
FELL = "referral_fell"
MONTH = 31  # days


def keep_by_effect(document: Record, _effect: Effect, actor: Actor) -> None:
    """Bring the task about a referral up to date (a command effect)."""
    keep(records.get(Referral, document.pk), actor, oslo_date(actor.at))


def keep(referral: Referral, actor: Actor, today: date) -> None:
    """Open, bring up to date or settle the referral's task."""
    tasks.keep(findings(referral, today), TaskKind.REFERRAL, referral.pk, actor, today)


def findings(referral: Referral, today: date) -> Finding | None:
    """What the referral asks of its consultant today; None where it may wait."""
    asked = _shielded(referral, today) or _broken(referral, today) or _asked(referral, today)
    if asked is None:
        return None
    since, urgency, text, due_on = asked
    return Finding.about(
        referral,
        TaskKind.REFERRAL,
        since,
        caseworker="consultant",
        urgency=urgency,
        text=text,
        due_on=due_on,
        role=Role.HOUSING_CONSULTANT,
    )


def _shielded(referral: Referral, today: date) -> tuple[date, Urgency, str, date | None] | None:
    if referral.state not in referrals.LIVE:
        return None
    person = Applicant.objects(pk=records.reference(referral, "applicant")).first()
    if person is None or not merged.root_of(person).protected_address:
        return None
    return referral.referred_on, Urgency.CRITICAL, referral_texts.shielded(), today


def _broken(referral: Referral, today: date) -> tuple[date, Urgency, str, date | None] | None:
    """A household on its way to a landlord who breaks the agreement since: somebody decides whether it goes."""
    if referral.state not in referrals.LIVE:
        return None
    agreement: Agreement = records.get(Agreement, records.reference(referral, "agreement"))
    if agreement.state is not AgreementState.BREACHED:
        return None
    return agreement.breached_on or today, Urgency.URGENT, referral_texts.broken(), today


def _asked(referral: Referral, today: date) -> tuple[date, Urgency, str, date | None] | None:
    state, text = referral.state, referral_texts.referral
    answered = referral.answered_on or referral.referred_on
    if state is STATE.REFERRED and today >= referral.valid_to - timedelta(days=referrals.LAST_DAYS):
        return referral.referred_on, Urgency.SOON, text(state), referral.valid_to
    if state is STATE.VIEWING and referral.viewing is not None:
        day = oslo_date(referral.viewing.at)
        return day, Urgency.SOON, text(state), day
    if state is STATE.ACCEPTED:
        if today > referral.valid_to:
            return answered, Urgency.URGENT, referral_texts.accepted_late(), referral.valid_to
        return answered, Urgency.SOON, text(state), referral.valid_to
    if state is STATE.REJECTED and referral.rejection_contested is None:
        return answered, Urgency.URGENT, text(state), None
    if state is STATE.EXPIRED:
        return referral.valid_to, Urgency.SOON, text(state), None
    if state is STATE.WITHDRAWN and fell_by_itself(referral):
        return answered, Urgency.URGENT, text(state), None
    return None


def fell_by_itself(referral: Referral) -> bool:
    """Whether the referral was withdrawn as its household went elsewhere, and by nobody's own step."""
    return any(entry.action == FELL for entry in referral.history)


def past_valid(today: date) -> Iterator[Referral]:
    """Unanswered referrals past their day, oldest first (index `referral_state`)."""
    for state in (STATE.REFERRED, STATE.VIEWING):
        wanted = Referral.objects(state=state, valid_to__lt=today).no_dereference()
        yield from wanted.order_by("valid_to", "id")


def live() -> Iterator[Referral]:
    """Referrals that have not fallen, by state and day (index `referral_state`)."""
    for state in (STATE.REFERRED, STATE.VIEWING, STATE.ACCEPTED):
        yield from Referral.objects(state=state).no_dereference().order_by("valid_to", "id")


def unjudged() -> Iterator[Referral]:
    """Landlords' refusals that nobody has judged, oldest first (index `referral_state`)."""
    wanted = Referral.objects(state=STATE.REJECTED, rejection_contested=None).no_dereference()
    yield from wanted.order_by("valid_to", "id")


def fallen(today: date) -> Iterator[Referral]:
    """Those that ran out or fell in the last month: somebody tells the household (index `referral_state`)."""
    since = today - timedelta(days=MONTH)
    for state in (STATE.EXPIRED, STATE.WITHDRAWN):
        wanted = Referral.objects(state=state, valid_to__gte=since).no_dereference()
        yield from wanted.order_by("valid_to", "id")
