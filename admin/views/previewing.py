"""A letter looked at before what it tells is done: the same page posts what was written once more, with the letter."""

from collections.abc import Sequence
from typing import Any

from bson import ObjectId
from flask import abort, make_response, request
from flask.typing import ResponseReturnValue

from admin import security
from admin.views.acting import Step
from admin.views.screen import Screen
from models import Letter

LETTER = "brev"
CHANGE = "endre"
NOT_CARRIED = frozenset({"csrf_token", LETTER, CHANGE})


class Previewing(Screen):
    """Steps that end in a letter."""

    def seen_letter(self) -> ObjectId | None:
        """The letter that the person has looked at; None where it is still to be drawn."""
        named = request.form.get(LETTER, "")
        return ObjectId(named) if ObjectId.is_valid(named) else None

    def goes_back(self) -> bool:
        """Whether the person wants to change what they wrote."""
        return CHANGE in request.form

    def preview(self, document: Any, letter: Letter, step: Step, method: str, pdf: str) -> ResponseReturnValue:
        """The letter in its frame, with all that was written kept for the post that does it."""
        carried: Sequence[tuple[str, str]] = [
            (name, value) for name, value in request.form.items(multi=True) if name not in NOT_CARRIED
        ]
        page = make_response(
            self.render(
                "admin/views/letting/letter_preview.html",
                model=document,
                step=step,
                method=method,
                carried=carried,
                letter=letter,
                pdf=self.get_url(f".{pdf}", id=document.pk, brev=letter.pk),
            )
        )
        page.headers["Content-Security-Policy"] = f"{security.POLICY.format(nonce=security.nonce())}; frame-src 'self'"
        return page

    def letter_about(self, *about: ObjectId) -> Letter:
        """The letter that the address names, where it is about one of these; any other is not there."""
        named = request.args.get(LETTER, "")
        found: Letter | None = Letter.objects(pk=named, about__in=about).first() if ObjectId.is_valid(named) else None
        return abort(404) if found is None else found
