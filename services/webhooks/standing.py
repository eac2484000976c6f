"""An address that is told no more, as it fails: an administrator's task while it stands so."""

from letters import task_texts
from models import Record, Webhook
from models.base import Effect
from rules.deadlines import oslo_date
from rules.terms import Role, TaskKind, Urgency, WebhookState
from services import records, tasks
from services.actor import Actor
from services.tasks import Finding

TASK_EFFECT = "webhook_task"
NUMBER = "Varsling"  # an address may hold a token, so no mail names it


def keep_task(document: Record, _effect: Effect, actor: Actor) -> None:
    """Open the task while the address fails, settle it otherwise (a command that follows the state)."""
    hook: Webhook = records.get(Webhook, document.pk)
    today = oslo_date(actor.at)
    if hook.state is not WebhookState.FAILING:
        tasks.settle(TaskKind.WEBHOOK, str(hook.pk), actor, today)
        return
    since = oslo_date(hook.failed_from) if hook.failed_from else today
    finding = Finding(
        kind=TaskKind.WEBHOOK,
        subject_kind="webhook",
        subject_id=str(hook.pk),
        subject_number=NUMBER,
        since=since.isoformat(),
        urgency=Urgency.SOON,
        text=task_texts.webhook_fails(),
        role=Role.ADMINISTRATOR,
        due_on=today,
    )
    tasks.flag(finding, actor, today)
