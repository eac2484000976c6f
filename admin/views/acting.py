"""What a person does with a record beside editing it: a button that asks first, or a page that asks for more."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data
from werkzeug.wrappers import Response
from wtforms import Field, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from admin import wording
from admin.base import View
from admin.fields import blank_to_none
from admin.forms import Form, VersionField
from admin.links import record_url
from admin.pages import Act
from rules.errors import HusromError, StaleState

T = TypeVar("T")

MOST_WORDS = 2000
KEPT = "Det du skrev, står fortsatt her. Åpne saken i en ny fane, se over, og lagre på nytt hvis det skal stå."
NOTHING_CHANGED = "Ingenting var endret, så ingenting er lagret."
TEMPLATE = "admin/views/step.html"
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, kw_only=True)
class Step:
    """A page that asks before something is done: what it is called, what will happen, and the words afterwards."""

    heading: str
    lead: str
    button: str
    done: str
    look: str = "Se over brevet"  # the button of the form where a letter is looked at before it is done
    facts: Sequence[str] = ()  # the record's columns to show above the form
    confirm: str = ""
    keeps: bool = False  # what was typed stays on the page when somebody else was first: for long texts


def reason(
    label: str = "Begrunnelse", *, required: bool = True, description: str = "", missing: str = "Skriv en begrunnelse."
) -> Field:
    """Room for a few sentences."""
    first = DataRequired(missing) if required else Optional()
    rules = [first, Length(max=MOST_WORDS)]
    return TextAreaField(label, validators=rules, filters=[blank_to_none], description=description)


def form_of(**fields: Field) -> type[Form]:
    """A form of these fields that knows which version of the record the person saw."""
    return type("StepForm", (Form,), {**fields, "version": VersionField()})


class Acting(View):
    """Buttons and pages that call a service and tell how it went."""

    def press(self, label: str, method: str, document: Any, *, confirm: str, main: bool = False) -> Act:
        """A button that posts id and version to one of the screen's methods after asking."""
        values = {"id": str(document.pk), "version": str(self.version_of(document))}
        return Act(label=label, url=self.get_url(f".{method}"), values=values, confirm=confirm, main=main)

    def page(self, label: str, method: str, document: Any, *, main: bool = False) -> Act:
        """A button that opens the page of a step."""
        return Act(label=label, url=self.get_url(f".{method}", id=document.pk), main=main, post=False)

    def version_of(self, document: Any) -> int:
        """What tells whether someone has changed the record since."""
        return int(getattr(document, "version", 0))

    def seen(self) -> int:
        """The version that a posted button was shown with."""
        return request.form.get("version", -1, type=int)

    def back(self, document: Any) -> ResponseReturnValue:
        """To the record's page."""
        return redirect(self.get_url(".details_view", id=document.pk))

    def to_record(self, collection: str, identity: object) -> object:
        """What a step answers that made another record: the way there, or True where the person may not open it."""
        url = record_url(self.desk, collection, identity)
        return redirect(url) if url else True

    def settle(self, document: Any, do: Callable[[], object], done: str) -> ResponseReturnValue:
        """Do what a button says and go back to the record, with how it went; False means that nothing differed."""
        try:
            changed = do()
        except HusromError as error:
            return self.refused(document, error)
        return self.went(document, done, changed is not False)

    def refused(self, document: Any, error: HusromError) -> ResponseReturnValue:
        """Back to the record with why it could not be done."""
        flash(wording.explain(error), "error")
        return self.back(document)

    def went(self, document: Any, done: str, told: object) -> ResponseReturnValue:
        """Say that it is `done`, and go where what was done leads, or back to the record.

        What was done may have `told` other words for it, or where it leads; False means that nothing differed.
        """
        words = told if isinstance(told, str) else done
        flash(*(NOTHING_CHANGED, "info") if told is False else (words, "success"))
        return told if isinstance(told, Response) else self.back(document)

    def attempt(self, form: Any, do: Callable[[], T]) -> T | None:
        """What `do` answers; None where it is refused, which the form says, with all that was typed in it.

        Where another was first, what they did counts as seen the next time.
        """
        try:
            return do()
        except StaleState as error:
            flash(f"{wording.explain(error)} {KEPT}", "error")
            form.version.data = self.version_of(self.requested())
        except HusromError as error:
            self._refused(error, form)
        return None

    def filled(self, kind: type[Form], document: Any, start: Mapping[str, Any]) -> Any:
        """The form of a step: as it was posted, or as it starts."""
        return kind(get_form_data(), data={"version": self.version_of(document), **start})

    def ask(
        self, step: Step, kind: type[Form], do: Callable[[Any, Any], object], *, start: Mapping[str, Any] = NOTHING,
        template: str = TEMPLATE, **shown: Any,
    ) -> ResponseReturnValue:  # fmt: skip
        """The page of a step: shows its form, and when posted does what it says and goes on as `do` tells (`went`)."""
        document = self.requested()
        form = self.filled(kind, document, start)

        def act() -> ResponseReturnValue:
            try:
                return self.went(document, step.done, do(document, form))
            except StaleState as error:
                if step.keeps:
                    raise
                return self.refused(document, error)

        if request.method == "POST" and form.validate():
            answer = self.attempt(form, act)
            if answer is not None:
                return answer
        page: str = self.render(template, model=document, form=form, step=step, **shown)
        return page
