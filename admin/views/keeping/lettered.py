"""Steps that end in a letter: asked on a page, looked at, and done when the letter that was seen comes back."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bson import ObjectId
from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_admin.helpers import get_form_data

from admin import wording
from admin.forms import Form
from admin.views.acting import KEPT, Step
from admin.views.letting.previewing import Previewing
from models import Letter
from rules.errors import HusromError, StaleState

LOOK = "Se over brevet"
Draw = Callable[[Any, Any], Letter]
Do = Callable[[Any, Any, ObjectId], object]


class Lettered(Previewing):
    """What steps with a letter share."""

    def with_letter(
        self, step: Step, kind: type[Form], method: str, pdf: str, draw: Draw, do: Do, **extra: Any
    ) -> ResponseReturnValue:
        """Ask, show the letter that `draw` gives, and `do` it when the letter comes back looked at."""
        document = self.requested()
        form: Any = kind(get_form_data(), data={"version": document.version, **extra.pop("start", {})})
        if request.method == "POST" and form.validate() and not self.goes_back():
            seen = self.seen_letter()
            try:
                if seen is None:
                    return self.preview(document, draw(document, form), step, method, pdf)
                do(document, form, seen)
            except StaleState as error:
                flash(f"{wording.explain(error)} {KEPT}", "error")
                form.version.data = self.requested().version
            except HusromError as error:
                self._refused(error, form)
            else:
                flash(step.done, "success")
                return self.back(document)
        template = extra.pop("template", "admin/views/step.html")
        page: str = self.render(template, model=document, form=form, step=replace(step, button=LOOK), **extra)
        return page
