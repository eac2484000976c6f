"""Steps that end in a letter: asked on a page, looked at, and done when the letter that was seen comes back."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from admin.forms import Form
from admin.views.acting import NOTHING, TEMPLATE, Step
from admin.views.previewing import Previewing
from models import Letter

LINES = "admin/views/step_lines.html"  # with what it rests on above the form: pairs of label and words in `lines`
Draw = Callable[[Any, Any], Letter | None]
Do = Callable[[Any, Any, Any], object]


class Lettered(Previewing):
    """What steps with a letter share."""

    def with_letter(
        self, step: Step, kind: type[Form], method: str, pdf: str, draw: Draw, do: Do, *,
        start: Mapping[str, Any] = NOTHING, template: str = TEMPLATE, **shown: Any,
    ) -> ResponseReturnValue:  # fmt: skip
        """Ask, show the letter that `draw` gives, and `do` it when the letter comes back looked at.

        `draw` gives None where no letter is needed: then it is done at once. It goes on as `do` tells (`went`).
        """
        document = self.requested()
        form = self.filled(kind, document, start)

        def act() -> ResponseReturnValue:
            seen = self.seen_letter()
            letter = draw(document, form) if seen is None else None
            if letter is not None:
                return self.preview(document, letter, step, method, pdf)
            return self.went(document, step.done, do(document, form, seen))

        if request.method == "POST" and form.validate() and not self.goes_back():
            answer = self.attempt(form, act)
            if answer is not None:
                return answer
        page: str = self.render(template, model=document, form=form, step=replace(step, button=step.look), **shown)
        return page
