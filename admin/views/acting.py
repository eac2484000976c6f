"""What a person does with a record beside editing it: a button that asks first, or a page that asks for more."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data
from wtforms import Field, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from admin import wording
from admin.base import View
from admin.fields import blank_to_none
from admin.forms import Form, VersionField
from admin.pages import Act
from rules.errors import HusromError, StaleState

MOST_WORDS = 2000
KEPT = "Det du skrev, står fortsatt her. Åpne saken i en ny fane, se over, og lagre på nytt hvis det skal stå."
NOTHING_CHANGED = "Ingenting var endret, så ingenting er lagret."


@dataclass(frozen=True, kw_only=True)
class Step:
    """A page that asks before something is done: what it is called, what will happen, and the words afterwards."""

    heading: str
    lead: str
    button: str
    done: str
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

    def settle(self, document: Any, do: Callable[[], object], done: str) -> ResponseReturnValue:
        """Do what a button says and go back to the record, with how it went; False means that nothing differed."""
        try:
            changed = do()
        except HusromError as error:
            return self.refused(document, error)
        flash(*(NOTHING_CHANGED, "info") if changed is False else (done, "success"))
        return self.back(document)

    def refused(self, document: Any, error: HusromError) -> ResponseReturnValue:
        """Back to the record with why it could not be done."""
        flash(wording.explain(error), "error")
        return self.back(document)

    def ask(self, step: Step, kind: type[Form], do: Callable[[Any, Form], object], **extra: Any) -> ResponseReturnValue:
        """The page of a step: shows its form, and when posted does what it says and goes back to the record.

        `do` may return words of its own that tell how it went.
        """
        document = self.requested()
        form = kind(get_form_data(), data={"version": self.version_of(document), **extra.pop("start", {})})
        if request.method == "POST" and form.validate():
            try:
                changed = do(document, form)
            except StaleState as error:
                if not step.keeps:
                    return self.refused(document, error)
                flash(f"{wording.explain(error)} {KEPT}", "error")
                form.version.data = self.version_of(self.requested())
            except HusromError as error:
                self._refused(error, form)
            else:
                done = changed if isinstance(changed, str) else step.done
                flash(*(NOTHING_CHANGED, "info") if changed is False else (done, "success"))
                return self.back(document)
        template = extra.pop("template", "admin/views/step.html")
        page: str = self.render(template, model=document, form=form, step=step, **extra)
        return page
