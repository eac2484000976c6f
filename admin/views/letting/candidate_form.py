"""The form that puts up a candidate: each point of the rulebook's checklist, why, and new facts for the journal."""

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, Field, HiddenField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Regexp

from admin.candidate_words import NOT_NEEDED, POINT
from admin.fields import blank_to_none
from admin.forms import Form, VersionField
from admin.views.steps.journal import LONGEST_ENTRY, NONCE
from rules.candidates import Answer
from rules.letting_policy import Point

LONGEST = 2000
NEW_FACTS = "new_facts"


def checklist_form(points: Iterable[Point]) -> type[Form]:
    """The inputs that the rulebook asks for; a point that does not apply is ticked, and says why."""
    fields: dict[str, Field] = {}
    for one in points:
        fields[POINT.format(one.code)] = _long(one.label)
        fields[NOT_NEEDED.format(one.code)] = BooleanField("Ikke aktuelt (skriv hvorfor)")
    fields |= {
        "why": TextAreaField(
            "Hvorfor passer boligen for denne husstanden?",
            validators=[DataRequired("Skriv hvorfor boligen passer."), Length(max=LONGEST)],
            filters=[blank_to_none],
        ),
        NEW_FACTS: TextAreaField(
            "Nye opplysninger siden saken ble vurdert", validators=[Length(max=LONGEST_ENTRY)],
            filters=[blank_to_none],
            description="Skrives i boligjournalen som «Ny opplysning». La feltet stå tomt når ingenting er nytt.",
        ),
        "nonce": HiddenField(validators=[InputRequired(), Regexp(NONCE)]),
        "soknad": HiddenField(),
        "version": VersionField(),
    }  # fmt: skip
    return type("ChecklistForm", (Form,), fields)


def _long(label: str) -> Field:
    return TextAreaField(label, validators=[Length(max=LONGEST)], filters=[blank_to_none])


def answers_of(form: Any, points: Iterable[Point]) -> dict[str, Answer]:
    """What was said of each point; what is left open is left out."""
    return {
        one.code: Answer(said, not form[NOT_NEEDED.format(one.code)].data)
        for one in points
        if (said := form[POINT.format(one.code)].data)
    }
