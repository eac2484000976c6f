"""The pages and forms of a repair: reported, ordered, done, dropped, its pictures."""

from typing import Any

from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from admin.fields import ChoiceField, DayField, KronerField, blank_to_none, term_choices, term_reader
from admin.forms import Form
from admin.views.acting import MOST_WORDS, Step, form_of
from admin.views.keeping.inspection_forms import NONCE
from admin.views.keeping.inspection_screen import photos_field
from rules.terms import Payer, Urgency

GIST = ("dwelling", "room", "what", "urgency", "due_on")
REPORT = Step(
    heading="Meld utbedring",
    lead="Skriv hva som må gjøres. Fristen følger av hvor mye det haster.",
    button="Meld utbedringen",
    done="Utbedringen er meldt.",
    keeps=True,
)
ORDER = Step(
    heading="Bestill utbedringen",
    lead="Skriv hvem som skal gjøre den, og når den skal være ferdig.",
    button="Lagre bestillingen",
    done="Bestillingen er ført.",
    facts=GIST,
)
FINISH = Step(
    heading="Utbedringen er utført",
    lead="Legg gjerne ved bilder av hvordan det er blitt. Ingenting føres på leietakerens konto her.",
    button="Før som utført",
    done="Utbedringen er ført som utført.",
    facts=GIST,
    keeps=True,
)
DROP = Step(
    heading="Ikke aktuelt",
    lead="Utbedringen gjøres ikke. Skriv hvorfor.",
    button="Avslutt utbedringen",
    done="Utbedringen er avsluttet.",
    facts=GIST,
)
PHOTOS = Step(
    heading="Legg til bilder",
    lead="Bildene viser hva som må utbedres.",
    button="Legg til",
    done="Bildene er lagt til.",
    facts=GIST,
)


def _nonce() -> Any:
    return HiddenField(validators=[InputRequired(), Regexp(NONCE)])


def report_form() -> type[Form]:
    return form_of(
        nonce=_nonce(),
        what=TextAreaField(
            "Hva må utbedres?", validators=[DataRequired("Skriv hva som må utbedres."), Length(max=MOST_WORDS)],
            filters=[blank_to_none],
        ),
        room=StringField("Rom", validators=[Optional(), Length(max=60)], filters=[blank_to_none]),
        urgency=ChoiceField(
            "Hastegrad", choices=term_choices(Urgency), coerce=term_reader(Urgency), required=True,
            validators=[InputRequired("Velg hvor mye det haster.")],
            description="Kritisk er det som er farlig eller gjør boligen ubeboelig: uten vann, strøm eller varme.",
        ),
        reported_on=DayField("Meldt", validators=[InputRequired("Skriv dagen det ble meldt.")]),
        files=photos_field(),
    )  # fmt: skip


def order_form() -> type[Form]:
    return form_of(
        ordered_from=StringField(
            "Bestilt hos", validators=[DataRequired("Skriv hvem som skal gjøre den."), Length(max=120)],
            filters=[blank_to_none], description="Firmaet eller avdelingen, ikke en privatperson.",
        ),
        ordered_on=DayField("Bestilt", validators=[InputRequired("Skriv dagen.")]),
        due_on=DayField("Skal være ferdig", validators=[InputRequired("Skriv fristen.")]),
    )  # fmt: skip


def finish_form() -> type[Form]:
    texts = [Optional(), Length(max=MOST_WORDS)]
    return form_of(
        nonce=_nonce(),
        done_on=DayField("Utført", validators=[InputRequired("Skriv dagen.")]),
        cost_ore=KronerField("Kostnad", validators=[Optional()]),
        payer=ChoiceField(
            "Betales av", choices=term_choices(Payer), coerce=term_reader(Payer), required=True,
            validators=[InputRequired("Velg hvem som betaler.")],
            description="Leietakeren bare for mer enn vanlig slitasje (husleieloven § 10-2).",
        ),
        payer_why=TextAreaField(
            "Hvorfor leietakeren betaler", validators=texts, filters=[blank_to_none],
            description="Må fylles ut når leietakeren betaler.",
        ),
        note=TextAreaField("Merknad", validators=texts, filters=[blank_to_none]),
        files=photos_field("Bilder av det ferdige"),
    )  # fmt: skip


def photos_form() -> type[Form]:
    return form_of(
        nonce=_nonce(),
        files=photos_field(),
        caption=StringField("Hva bildene viser", validators=[Optional(), Length(max=160)], filters=[blank_to_none]),
    )
