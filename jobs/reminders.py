"""The day's digests: one mail to each person with something new or more pressing."""

from jobs.context import Context, Counts
from jobs.runner import for_each
from services import reminders
from services.reminders import Reminder


def run(context: Context) -> Counts:
    """Put the digests in the outbox; selected and done are people."""
    reminders.mark_left_over(context.actor)

    def remind(reminder: Reminder) -> None:
        base_url, domain = context.settings.base_url, context.mail_domain
        reminders.remind(reminder, context.day, context.actor, base_url=base_url, domain=domain)

    return for_each(context, reminders.to_tell(context.day, context.actor), remind)
