"""Addresses that landlords' systems are told at: stopped, taken up again, tried, removed."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue

from admin.desk import SYSTEMS
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.columns import Column
from admin.views.related import Section, section
from admin.views.screen import Screen
from models import Task, Webhook, WebhookDelivery
from rules.terms import WebhookFailure, WebhookState
from services import webhooks

FAILS = (
    "Adressen har ikke svart på over et døgn, og varslingen er stanset. Si fra til utleieren. Når den svarer igjen: "
    "send en prøvemelding, og ta varslingen i bruk. Det som ikke kom fram, kan sendes på nytt nedenfor."
)


def failure(field: str, label: str = "Siste feil") -> Column:
    """What went wrong the last time, in words."""
    return Column(label=label, needs=(field,), value=lambda one: failure_label(getattr(one, field)))


def failure_label(code: str | None) -> str | None:
    """A failure's code in words; one of another release is not known."""
    known = {one.value: one.label for one in WebhookFailure}
    return known.get(code, "Ukjent feil") if code else None


class Webhooks(Screen):
    """Addresses of landlords' systems, newest first."""

    name_one, name_many, category_name = "varsling", "Varslinger", SYSTEMS
    hint = (
        "Adresser som utleiernes systemer varsles på. Utleieren setter dem opp selv. Meldingene sier hvilken sak det "
        "gjelder, og aldri hvem."
    )
    label_fields = ("url",)
    own_columns = {"failed": failure("last_error")}
    column_list = ("url", "landlord", "state", "made_on", "failures", "failed")
    column_filters = ("state", "landlord")
    column_default_sort = [("made_on", True)]
    picker_order = ("-made_on", "pk")
    details_groups = (
        ("Varslingen", ("url", "landlord", "events", "state", "made_on")),
        ("Feil", ("failures", "failed_from", "failed")),
    )
    quiet = frozenset({"failures", "failed_from", "failed"})

    def acts(self, document: Any) -> Sequence[Act]:
        if document.state is WebhookState.REMOVED:
            return ()
        active, failing = document.state is WebhookState.ACTIVE, document.state is WebhookState.FAILING
        found = [
            ("test", self.press("Send prøvemelding", "test", document, main=failing,
                                confirm="Sende en prøvemelding til adressen? Den sier ingenting om noen sak.")),
            ("pause", self.press("Sett på pause", "pause", document,
                                 confirm="Sette varslingen på pause? Det som skjer imens, varsles ikke.")),
            ("resume", self.press("Ta i bruk", "resume", document, main=not failing,
                                  confirm="Ta varslingen i bruk igjen?")),
            ("remove", self.press("Fjern", "remove", document,
                                  confirm="Fjerne varslingen for godt? Utleieren må da sette den opp på nytt.")),
        ]  # fmt: skip
        shut = {"resume"} if active else {"pause"}
        return [act for method, act in found if method not in shut and self.may(method)]

    def notices_of(self, document: Any) -> list[str]:
        return [FAILS] if document.state is WebhookState.FAILING else []

    def sections(self, document: Any) -> Sequence[Section | None]:
        number = str(document.pk)
        sent = WebhookDelivery.objects(webhook=document.pk).order_by("-queued_at", "key")
        tasks = Task.objects(subject_kind="webhook", subject_id=number).order_by("key")
        return (
            section(self.desk, "Meldinger", WebhookDelivery, sent,
                    ("event", "queued_at", "state", "tries", "status", "failed"),
                    empty="Ingen meldinger er sendt hit.", webhook=number),
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne varslingen."),
        )  # fmt: skip

    @expose("/prov/", "POST")
    def test(self) -> ResponseReturnValue:
        """Send a message that says nothing of a case."""
        hook, actor = self.requested(), current_actor()
        done = "Prøvemeldingen ligger i køen og sendes innen et minutt. Se svaret under «Meldinger»."
        return self.settle(hook, lambda: webhooks.send_trial(hook, actor, now=actor.at), done)

    @expose("/pause/", "POST")
    def pause(self) -> ResponseReturnValue:
        """Tell the address nothing until it is taken up again."""
        return self._set(WebhookState.PAUSED, "Varslingen er satt på pause.")

    @expose("/ta-i-bruk/", "POST")
    def resume(self) -> ResponseReturnValue:
        """Tell the address again."""
        return self._set(WebhookState.ACTIVE, "Varslingen er i bruk.")

    def _set(self, state: WebhookState, done: str) -> ResponseReturnValue:
        hook: Webhook = self.requested()
        values = {"state": state}
        return self.settle(
            hook,
            lambda: webhooks.change(hook, current_actor(), values=values, version=self.seen()),
            done,
        )

    @expose("/fjern/", "POST")
    def remove(self) -> ResponseReturnValue:
        """Tell the address nothing ever again."""
        hook: Webhook = self.requested()
        done = "Varslingen er fjernet."
        return self.settle(hook, lambda: webhooks.remove(hook, current_actor(), version=self.seen()), done)
