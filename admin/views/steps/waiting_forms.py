"""What the steps of a waiting case ask for."""

from collections.abc import Callable, Mapping
from typing import Any

from wtforms import Field, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from admin.fields import ChoiceField, DayField, blank_to_none, term_choices, term_reader
from admin.forms import Form
from admin.pickers import PickField
from admin.views import validators
from admin.views.acting import form_of, reason
from models import Office, User
from rules.intake import ANSWERS
from rules.terms import Consent


def forms(pick: Callable[[str, type[Any]], Any]) -> Mapping[str, type[Form]]:
    """The form of each step by its method; `pick` makes a look-up of a screen."""
    return {
        "consent": form_of(consent=_answer(), consent_on=_past()),
        "guidance": form_of(guidance_on=_past()),
        "consent_request": form_of(due_on=DayField("Svarfrist", validators=[InputRequired("Skriv svarfristen.")])),
        "draw_reply": form_of(because=_because(), expected_on=_expected()),
        "pass_on": form_of(office=_office(pick), reason=reason("Hvorfor hører saken til der?")),
        "declare_conflict": form_of(user=_user(pick), reason=reason("Hvorfor er du eller kollegaen inhabil?")),
        "lift_conflict": form_of(reason=reason("Hvorfor er grunnen falt bort?")),
    }


def _past() -> Field:
    return DayField("Dato", validators=[InputRequired("Skriv datoen."), validators.not_future])


def _answer() -> Field:
    return ChoiceField(
        "Hva sier søkeren?",
        choices=term_choices(one for one in Consent if one in ANSWERS),
        coerce=term_reader(Consent),
        required=True,
        validators=[InputRequired("Velg hva søkeren sier.")],
    )


def _because() -> Field:
    return TextAreaField(
        "Hvorfor tar det tid?",
        filters=[blank_to_none],
        validators=[DataRequired("Skriv hvorfor det tar tid."), Length(max=1000)],
        description="Står i brevet til søkeren, med dine ord.",
    )


def _expected() -> Field:
    return DayField(
        "Når får søkeren svar?",
        validators=[Optional()],
        description="Tomt hvis du ikke vet det ennå: da står det «så snart vi kan».",
    )


def _office(pick: Callable[[str, type[Any]], Any]) -> Field:
    return PickField("Riktig kontor", picker=pick("pass_on", Office), validators=[InputRequired("Velg kontoret.")])


def _user(pick: Callable[[str, type[Any]], Any]) -> Field:
    return PickField(
        "Hvem",
        picker=pick("declare_conflict", User),
        validators=[Optional()],
        description="Tomt betyr deg selv. Bare ledere kan føre opp andre.",
    )
