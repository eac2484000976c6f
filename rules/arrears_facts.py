"""What is known of one lease's unpaid rent on a day, and the advice that follows from it (domain 3.2)."""

from dataclasses import dataclass
from datetime import date

from rules.terms import ArrearsState, ArrearsStep, Term, Urgency

STEP = ArrearsStep
CONTACTS = (STEP.CONTACT_HOUSEHOLD, STEP.CONTACT_NAV)
NEEDS_APPROVAL = frozenset({STEP.EVICTION_NOTICE, STEP.SOCIAL_NOTICE, STEP.PETITION})
"""Steps toward eviction: only with a named officer's approval (domain 3.2)."""


class ArrearsReason(Term):
    """Why a step is advised."""

    FRESH = "fresh", "Leien er nettopp forfalt. Se at grunnlaget stemmer, og følg med"
    DISPUTED = "disputed", "Omtvistet leie er deponert. Ikke gå videre så lenge tvisten står"
    PAUSED = "paused", "Saken er satt på vent"
    PLAN_RUNNING = "plan_running", "En nedbetalingsavtale løper og holdes"
    PETITIONED = "petitioned", "Begjæringen er hos namsmannen. Følg med, og noter når fravikelsen er berammet"
    DATE_SET = "date_set", "Fravikelsen er berammet. Betaling, avtale eller hjelp fra NAV kan fortsatt avverge den"
    PETITION_PAID = "petition_paid", "Gjelden i begjæringen er betalt. Ta begjæringen tilbake"
    UNMATCHED_PAYMENT = "unmatched_payment", "En innbetaling uten plass kan være denne leien. Se i køen først"
    OPENING_ONLY = "opening_only", "Gjelden er bare en inngående saldo. Kontroller den mot det gamle systemet"
    LEASE_ENDED = "lease_ended", "Leieforholdet er avsluttet. Finn ny adresse, og se om sluttoppgjøret dekker gjelden"
    LEASE_EXPIRED = "lease_expired", "Kontrakten er utløpt. Avklar om leieforholdet fortsetter"
    ONLY_FEES = "only_fees", "Leien er betalt. Bare gebyr, renter eller andre krav står igjen"
    ALLOWANCE_APPLIED = "allowance_applied", "Bostøtte er søkt, men ikke avgjort. Avklar den før noe strengere"
    ALLOWANCE_UNKNOWN = "allowance_unknown", "Ingen vet om husstanden har bostøtte. Avklar det før noe strengere"
    DAYS_REACHED = "days_reached", "Gjelden er så gammel at dette er neste steg"
    CONTACT_FIRST = "contact_first", "Husstand og NAV skal kontaktes før noe strengere gjøres"
    PLAN_BROKEN = "plan_broken", "Nedbetalingsavtalen er brutt. Snakk med husstanden først, og se om en ny kan holde"
    TRY_AGAIN = "try_again", "Forrige forsøk nådde ingen. Prøv på nytt, gjerne på en annen måte"
    LETTER_UNSENT = "letter_unsent", "Brevet fra forrige steg er ikke sendt, eller kom i retur"
    TIME_TO_PAY = "time_to_pay", "Leietaker har fortsatt tid til å betale etter forrige steg"
    NO_CLAUSE = "no_clause", "Kontrakten mangler vedtakelse om fravikelse. Få saken vurdert før noe strengere"
    APPROVAL_NEEDED = "approval_needed", "Steget krever at en leder godkjenner det først"
    APPROVAL_WAITS = "approval_waits", "En leder er bedt om å godkjenne steget, og har ikke svart"
    STEPS_TAKEN = "steps_taken", "Alle steg til nå er tatt"


@dataclass(frozen=True)
class Rung:
    """A step, the debt's age in days at which it is due, the days it then gives the tenant, and its source."""

    step: ArrearsStep
    after_days: int
    urgency: Urgency
    source: str
    days_to_pay: int = 0


# Days without a value in the sources are marked so in the rulebook, which replaces this ladder.
LADDER = (
    Rung(STEP.CONTACT_HOUSEHOLD, 7, Urgency.SOON, "S002"),
    Rung(STEP.CONTACT_NAV, 7, Urgency.SOON, "S002"),
    Rung(STEP.REMINDER, 14, Urgency.URGENT, "S002", 14),
    Rung(STEP.COLLECTION_WARNING, 30, Urgency.CRITICAL, "inkassoloven § 9", 14),
    Rung(STEP.PAYMENT_DEMAND, 44, Urgency.CRITICAL, "inkassoloven § 10", 14),
    Rung(STEP.EVICTION_NOTICE, 58, Urgency.CRITICAL, "tvangsfullbyrdelsesloven § 4-18", 14),
    Rung(STEP.SOCIAL_NOTICE, 58, Urgency.CRITICAL, "husleieloven § 9-11", 14),
    Rung(STEP.PETITION, 72, Urgency.CRITICAL, "tvangsfullbyrdelsesloven § 13-2"),
)


@dataclass(frozen=True)
class Taken:
    """A step as it stands: `sent` is False for a letter that is not on its way, `deadline` the tenant's last day."""

    step: ArrearsStep
    on: date
    deadline: date | None = None
    sent: bool = True
    reached: bool = True


@dataclass(frozen=True)
class Doubt:
    """Something that may mean that the debt is not what it looks like, since a day; a later check settles it."""

    reason: ArrearsReason
    since: date


@dataclass(frozen=True, kw_only=True)
class ArrearsFacts:
    """Where the debt stands today, what was done about it, and what holds the next step back."""

    today: date
    days: int  # from the oldest unpaid due date
    oldest_due: date | None = None
    rent: bool = True  # some of it is rent, not only fees or claims
    state: ArrearsState = ArrearsState.OPEN
    steps: tuple[Taken, ...] = ()
    disputed: bool = False
    paused_until: date | None = None
    plan_kept: bool = False
    plan_broken_on: date | None = None  # when the last plan was found broken
    eviction_on: date | None = None
    doubts: tuple[Doubt, ...] = ()
    ended: bool = False  # the tenancy
    eviction_clause: bool = True
    nav_opt_out: bool = False
    approved: frozenset[ArrearsStep] = frozenset()
    asked: frozenset[ArrearsStep] = frozenset()
    contact_tries: int = 2

    def taken(self) -> tuple[Taken, ...]:
        """The steps about the debt that stands: those before its oldest part fell due were about one that is paid."""
        oldest = self.oldest_due
        return tuple(one for one in self.steps if oldest is None or one.on >= oldest)

    def last(self, step: ArrearsStep) -> Taken | None:
        """The step as it was last taken about this debt."""
        found = [one for one in self.taken() if one.step is step]
        return max(found, key=lambda one: one.on, default=None)


@dataclass(frozen=True)
class Advice:
    """The one recommended next step, how pressing the debt is, why this step, by which source, and by when."""

    step: ArrearsStep
    urgency: Urgency
    reason: ArrearsReason
    source: str
    due_on: date | None = None


def tried(facts: ArrearsFacts, step: ArrearsStep) -> bool:
    """Whether a contact counts: somebody was reached, or as many attempts were made as the rulebook asks for.

    After a plan that was broken the household is spoken with anew (S002).
    """
    attempts = attempts_at(facts, step)
    days = {one.on for one in attempts}
    return any(one.reached for one in attempts) or len(days) >= facts.contact_tries


def attempts_at(facts: ArrearsFacts, step: ArrearsStep) -> list[Taken]:
    """The contacts of the kind that count today: with the household, those since a plan was broken."""
    since = facts.plan_broken_on if step is STEP.CONTACT_HOUSEHOLD else None
    return [one for one in facts.taken() if one.step is step and (since is None or one.on >= since)]


def climbed(facts: ArrearsFacts, ladder: tuple[Rung, ...]) -> tuple[Rung, ...]:
    """The rungs that are there for this debt.

    After the tenancy there is nobody to move out and no home for NAV to save; a tenant may opt out of the notice to
    NAV (husll. § 9-11); without rent in it, a debt is no ground for eviction (tvangsfullbyrdelsesloven § 13-2).
    """
    gone: set[ArrearsStep] = set()
    if facts.ended:
        gone |= {STEP.CONTACT_NAV, *NEEDS_APPROVAL}
    if facts.nav_opt_out:
        gone.add(STEP.SOCIAL_NOTICE)
    if not facts.rent:
        gone |= NEEDS_APPROVAL
    return tuple(rung for rung in ladder if rung.step not in gone)


def contacts(facts: ArrearsFacts) -> tuple[ArrearsStep, ...]:
    """Who is contacted before anything harder: household and NAV (S002), whatever the rulebook's ladder says."""
    return CONTACTS[:1] if facts.ended else CONTACTS
