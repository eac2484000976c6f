"""Checks of inputs by the house's rules: each brings the value to its one written form, or says what is wrong."""

from collections.abc import Callable
from datetime import date
from typing import Any

from wtforms.validators import StopValidation

from admin import formats
from admin.views import places
from rules import identifiers
from rules.identifiers import InvalidIdentifier
from schemas import identity

Check = Callable[[Any, Any], None]
ACCOUNT = "Kontonummeret stemmer ikke. Det skal ha 11 sifre, og det siste kontrollerer de andre."


def _by(read: Callable[[str], Any]) -> Check:
    """A check that stores what `read` makes of the text; its ValueError is shown at the field."""

    def check(_form: Any, field: Any) -> None:
        if field.data:
            try:
                field.data = read(str(field.data))
            except ValueError as error:
                raise StopValidation(str(error)) from None

    return check


def identity_number(*, allow_synthetic: bool) -> Check:
    """An identity number by its check digits; its birth date is not in the future."""

    def read(text: str) -> str:
        return identity.parse_national_id(text, allow_synthetic=allow_synthetic, today=formats.today()).number

    return _by(read)


def _account(text: str) -> str:
    try:
        return identifiers.account_number(text)
    except InvalidIdentifier:
        raise ValueError(ACCOUNT) from None


def _postcode(text: str) -> str:
    code = identity.parse_postcode(text)
    if places.find_place(code) is None and places.register_loaded():
        raise ValueError(places.UNKNOWN)
    return code


def not_future(_form: Any, field: Any) -> None:
    """A day that has been."""
    if isinstance(field.data, date) and field.data > formats.today():
        raise StopValidation("Datoen er fram i tid.")


organisation_number = _by(identity.parse_organisation_number)
unit_number = _by(identity.parse_unit_number)
phone = _by(identity.parse_phone)
email = _by(identity.parse_email)
account_number = _by(_account)
postcode = _by(_postcode)
