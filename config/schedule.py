"""The page of jobs: what runs when, in which order, and for how long a missed period is made up."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum


class Every(Enum):
    """What one run of a job stands for; a job of every minute stands for no period."""

    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One job: `cron` is minute, hour, day, month, weekday in Norway; it waits for the job it comes `after`."""

    id: str
    title: str
    target: str
    cron: str
    every: Every = Every.DAY
    after: str | None = None
    grace: timedelta = timedelta(days=62)  # two months: longer than any holiday that a server was forgotten over


PAGE = (
    Entry(
        id="rulebook_changes", title="Ny regelbok trer i kraft", target="jobs.rulebook_changes:run", cron="5 0 * * *"
    ),
    Entry(id="take_overs", title="Forlengede leieforhold begynner", target="jobs.take_overs:run", cron="10 0 * * *"),
    Entry(id="rent_changes", title="Ny husleie trer i kraft", target="jobs.rent_changes:run", cron="15 0 * * *"),
    Entry(id="rent_run", title="Månedens husleie", target="jobs.rent_run:run", cron="0 4 1 * *", every=Every.MONTH),
    Entry(
        id="payment_plans",
        title="Nedbetalingsavtaler, bostøtte og garantier",
        target="jobs.payment_plans:run",
        cron="0 5 * * *",
        after="rent_run",
    ),
    Entry(id="arrears", title="Restanser", target="jobs.arrears:run", cron="0 5 * * *", after="payment_plans"),
    Entry(
        id="expiring_agreements",
        title="Kontrakter og avtaler som utløper",
        target="jobs.expiring_agreements:run",
        cron="0 5 * * *",
        after="arrears",
    ),
    Entry(
        id="pending_appeals",
        title="Klager som venter",
        target="jobs.pending_appeals:run",
        cron="0 5 * * *",
        after="expiring_agreements",
    ),
    Entry(
        id="slow_cases",
        title="Saker over en måned",
        target="jobs.slow_cases:run",
        cron="0 5 * * *",
        after="pending_appeals",
    ),
    Entry(
        id="meetings",
        title="Møter i husfordelingsutvalget",
        target="jobs.meetings:run",
        cron="0 5 * * *",
        after="slow_cases",
    ),
    Entry(
        id="next_steps",
        title="Neste steg i sakene",
        target="jobs.next_steps:run",
        cron="0 5 * * *",
        after="meetings",
    ),
    Entry(
        id="vacancies",
        title="Ledige boliger",
        target="jobs.vacancies:run",
        cron="0 5 * * *",
        after="next_steps",
    ),
    Entry(
        id="follow_ups",
        title="Tilbud, avslag, sikkerhet og oppfølging i boligen",
        target="jobs.follow_ups:run",
        cron="0 5 * * *",
        after="vacancies",
    ),
    Entry(
        id="landlords",
        title="Avtaler med utleiere",
        target="jobs.landlords:run",
        cron="0 5 * * *",
        after="follow_ups",
    ),
    Entry(
        id="endings",
        title="Leieforhold som avsluttes",
        target="jobs.endings:run",
        cron="0 5 * * *",
        after="landlords",
    ),
    Entry(id="reminders", title="Påminnelser", target="jobs.reminders:run", cron="0 6 * * *", after="endings"),
    Entry(
        id="send_outbox",
        title="Send e-post",
        target="jobs.send_outbox:run",
        cron="* * * * *",
        every=Every.MINUTE,
        grace=timedelta(minutes=1),
    ),
    Entry(
        id="webhooks",
        title="Varsle utleieres systemer",
        target="jobs.webhooks:run",
        cron="* * * * *",
        every=Every.MINUTE,
        grace=timedelta(minutes=1),
    ),
    Entry(
        id="finish_effects",
        title="Fullfør oppfølginger",
        target="jobs.finish_effects:run",
        cron="* * * * *",
        every=Every.MINUTE,
        grace=timedelta(minutes=1),
    ),
)
