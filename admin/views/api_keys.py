"""Keys of landlords' systems: who has one, what it opens, how long; taken over from and blocked."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue
from markupsafe import Markup

from admin.desk import SYSTEMS
from admin.formats import today
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.acting import Step, form_of, reason
from admin.views.issuing_keys import ROTATE, Made, ShowingKeys, last_day, secret
from admin.views.related import Section, section
from models import ApiCalls, ApiKey, Task
from rules.terms import KeyState
from services import api_access

REVOKE = Step(
    heading="Sperr nøkkelen",
    lead="Nøkkelen slutter å virke i løpet av sekunder, og kan ikke tas i bruk igjen. Utleierens system må ha en ny.",
    button="Sperr nøkkelen",
    done="Nøkkelen er sperret.",
    facts=("landlord", "label", "last_used_on"),
)


class ApiKeys(ShowingKeys):
    """Keys, newest first."""

    name_one, name_many, category_name = "nøkkel", "Nøkler", SYSTEMS
    hint = "Nøkler som utleiernes systemer logger inn med. En ny lages fra utleierens side."
    label_fields = ("prefix",)
    column_list = ("prefix", "landlord", "label", "state", "issued_on", "expires_on", "last_used_on")
    column_filters = ("state", "expires_on", "landlord")
    column_default_sort = [("issued_on", True)]
    picker_order = ("-issued_on", "pk")
    details_groups = (
        ("Nøkkelen", ("prefix", "landlord", "label", "scopes", "state")),
        ("Gyldighet", ("issued_on", "by_name", "expires_on", "revoked_on", "last_used_on")),
    )

    def notices_of(self, document: Any) -> list[str]:
        if document.state is KeyState.ACTIVE and document.expires_on < today():
            return ["Nøkkelen er utløpt og åpner ikke lenger. Lag en ny fra utleierens side."]
        return []

    def about(self, document: Any) -> Markup | None:
        """Which key it takes over from, and which takes over from it."""
        linked = (
            ("Avløst av", ApiKey.objects(replaces=document.pk)),
            ("Avløser", ApiKey.objects(pk=document.replaces)),
        )
        lines = [
            Markup('<p class="next-step">{} <a href="{}">{}</a>.</p>').format(
                words, self.desk.page_url(one), one.prefix
            )
            for words, found in linked
            for one in found.only("prefix").no_dereference()
        ]
        return Markup("").join(lines) if lines else None

    def acts(self, document: Any) -> Sequence[Act]:
        if document.state is not KeyState.ACTIVE:
            return ()
        found = []
        if document.expires_on >= today():
            found.append(("rotate", self.page("Lag avløser", "rotate", document)))
        found.append(("revoke", self.page("Sperr", "revoke", document)))
        return [act for method, act in found if self.may(method)]

    def sections(self, document: Any) -> Sequence[Section | None]:
        calls = ApiCalls.objects(client=document.prefix).order_by("-hour", "key")
        tasks = Task.objects(subject_kind="api_key", subject_id=str(document.pk)).order_by("key")
        return (
            section(self.desk, "Kall", ApiCalls, calls, ("called", "hour", "status", "count", "last_at"),
                    empty="Ingen kall er talt opp. Det siste minuttet kan mangle."),
            section(self.desk, "Oppgaver", Task, tasks, ("kind", "text", "state", "due_on"),
                    empty="Ingen oppgaver gjelder denne nøkkelen."),
        )  # fmt: skip

    @expose("/avlos/", "GET", "POST")
    def rotate(self) -> ResponseReturnValue:
        """Make the key that takes over, and show it once."""

        def make(key: Any, form: Any) -> Made:
            return api_access.rotate(
                key, current_actor(), version=form.version.data or 0, today=today(), secret=secret(),
                expires_on=form.expires_on.data,
            )  # fmt: skip

        return self.show_once(ROTATE, form_of(expires_on=last_day()), make)

    @expose("/sperr/", "GET", "POST")
    def revoke(self) -> ResponseReturnValue:
        """Block the key for good."""

        def do(key: Any, form: Any) -> object:
            return api_access.revoke(
                key, current_actor(), why=form.why.data, version=form.version.data or 0, today=today()
            )

        return self.ask(REVOKE, form_of(why=reason()), do)
