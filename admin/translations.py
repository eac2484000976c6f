"""Bokmål for what the libraries say: Flask-Admin's `no` catalogue mended and compiled as `nb`, WTForms' `nb` mended."""

import gettext as standard_gettext
import os
from functools import cache
from pathlib import Path

import flask_admin
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from wtforms.i18n import messages_path

FOLDER = Path(__file__).parent / "translations"
COMPILED = FOLDER / "nb" / "LC_MESSAGES" / "admin.mo"
SOURCE = Path(flask_admin.__file__).parent / "translations" / "no" / "LC_MESSAGES" / "admin.po"

MENDS = {
    "Home": "Forside",
    "Name": "Navn",
    "Yes": "Ja",
    "No": "Nei",
    "empty": "tom",
    "ObjectId equals": "er",
    "Permission denied.": "Du har ikke tilgang til dette.",
    "Not a valid choice": "Velg en av verdiene i listen.",
    "Invalid Choice: could not coerce": "Velg en av verdiene i listen.",
    "Invalid Filter Value: %(value)s": "«%(value)s» er ikke en gyldig verdi i filteret. Rett den, eller nullstill.",
    "Failed to get model. %(error)s": "Fant ikke det du ba om.",
    "Failed to create record. %(error)s": "Ingenting er lagret. %(error)s",
    "Failed to update record. %(error)s": "Ingenting er lagret. %(error)s",
    "Failed to create record.": "Ingenting er lagret ennå. Rett feltene som er merket i skjemaet, og lagre på nytt.",
    "Failed to save record.": "Ingenting er lagret ennå. Rett feltene som er merket i skjemaet, og lagre på nytt.",
    "Record was successfully created.": "Lagret.",
    "Record was successfully saved.": "Lagret.",
    "Record does not exist.": "Det du ba om, finnes ikke.",
    "This field requires at least one item.": "Legg til minst én.",
    "There are no items in the table.": "Ingenting å vise.",
    "Please select at least one record.": "Kryss av minst én rad først.",
    "Please select model": "Skriv for å søke",
    "With selected": "Med de avkryssede",
    "Integrity error. %(message)s": "Verdien finnes fra før.",
    "items": "rader",
    "Add": "Legg til",
    "Actions": "Handlinger",
    "Cancel": "Avbryt",
}

GONE_CHOICE = "Noe av det du valgte, finnes ikke lenger. Se over valgene, og velg på nytt."
FORM_MENDS = {
    "This field is required.": "Fyll ut dette feltet.",
    "Invalid input.": "Verdien er ikke gyldig.",
    "Invalid email address.": "Skriv en e-postadresse, for eksempel navn@kommune.no.",
    "Invalid URL.": "Skriv en nettadresse, for eksempel https://kommune.no.",
    "Not a valid choice.": "Velg en av verdiene i listen.",
    "Not a valid choice": "Velg en av verdiene i listen.",
    "Choices cannot be None.": "Listen over valg mangler.",
    "Invalid Choice: could not coerce.": "Velg en av verdiene i listen.",
    "Invalid choice(s): one or more data inputs could not be coerced.": "Velg blant verdiene i listen.",
    "'%(value)s' is not a valid choice for this field.": GONE_CHOICE,
    "'%(value)s' are not valid choices for this field.": GONE_CHOICE,
    "Not a valid integer value.": "Skriv et helt tall, for eksempel 12.",
    "Not a valid decimal value.": "Skriv et tall, for eksempel 12,5.",
    "Not a valid float value.": "Skriv et tall, for eksempel 12,5.",
    "Not a valid date value.": "Skriv datoen som dd.mm.åååå, for eksempel 22.11.2026.",
    "Not a valid datetime value.": "Skriv dato og klokkeslett, for eksempel 22.11.2026 14:05.",
    "Not a valid time value.": "Skriv klokkeslettet som tt:mm, for eksempel 14:05.",
    "Not a valid week value.": "Skriv uken som åååå-Wuu.",
    "This field cannot be edited.": "Dette feltet kan ikke endres.",
    "This field is disabled and cannot have a value.": "Dette feltet er sperret og kan ikke ha en verdi.",
    "Field must be exactly %(max)d character long.": "Skriv nøyaktig %(max)d tegn.",
    "Field must be exactly %(max)d characters long.": "Skriv nøyaktig %(max)d tegn.",
    "Field must be at least %(min)d character long.": "Skriv minst %(min)d tegn.",
    "Field must be at least %(min)d characters long.": "Skriv minst %(min)d tegn.",
    "Field cannot be longer than %(max)d character.": "Skriv høyst %(max)d tegn.",
    "Field cannot be longer than %(max)d characters.": "Skriv høyst %(max)d tegn.",
    "Field must be between %(min)d and %(max)d characters long.": "Skriv mellom %(min)d og %(max)d tegn.",
    "Date must be at least %(min)s.": "Datoen kan ikke være før %(min)s.",
    "Date must be at most %(max)s.": "Datoen kan ikke være etter %(max)s.",
    "Date must be between %(min)s and %(max)s.": "Datoen må være fra %(min)s til %(max)s.",
    "Number must be at least %(min)s.": "Tallet må være minst %(min)s.",
    "Number must be at most %(max)s.": "Tallet må være høyst %(max)s.",
    "Number must be between %(min)s and %(max)s.": "Tallet må være mellom %(min)s og %(max)s.",
    "This field requires at least one item.": "Legg til minst én.",
    "CSRF token missing.": "Sikkerhetsnøkkelen mangler.",
    "CSRF failed.": "Sikkerhetsnøkkelen stemmer ikke.",
    "CSRF token expired.": "Sikkerhetsnøkkelen er for gammel.",
    "Invalid CSRF Token.": "Sikkerhetsnøkkelen stemmer ikke.",
}


def catalogue() -> Catalog:
    """Flask-Admin's own Norwegian catalogue with the wrong, rough and missing texts mended."""
    with SOURCE.open("rb") as source:
        messages = read_po(source, locale="nb")
    for text, norwegian in MENDS.items():
        messages.add(text, norwegian)
        messages[text].string = norwegian
    return messages


def compile_catalogue(*, force: bool = True) -> Path:
    """Write `nb/LC_MESSAGES/admin.mo` from the installed Flask-Admin; with force=False only where it is missing."""
    if force or not COMPILED.exists():
        COMPILED.parent.mkdir(parents=True, exist_ok=True)
        draft = COMPILED.with_suffix(f".{os.getpid()}")
        with draft.open("wb") as target:
            write_mo(target, catalogue())
        draft.replace(COMPILED)
    return COMPILED


@cache
def _form_catalogue() -> standard_gettext.NullTranslations:
    return standard_gettext.translation("wtforms", messages_path(), ["nb"])


class FormMessages:
    """What WTForms asks for its texts."""

    def gettext(self, text: str) -> str:
        return FORM_MENDS.get(text) or _form_catalogue().gettext(text)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        return self.gettext(singular if n == 1 else plural)
