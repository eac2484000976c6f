"""What is wrong with a field of a landlord's call, in Norwegian and English."""

from typing import Any

TEXTS: dict[str, tuple[str, str]] = {
    "not_valid": ("Verdien er ikke gyldig.", "The value is not valid."),
    "required": ("Feltet må være med.", "The field is required."),
    "null": ("Feltet kan ikke være tomt (null).", "The field may not be null."),
    "unknown": ("Feltet finnes ikke her.", "There is no such field here."),
    "text": ("Skriv en tekst.", "Must be text."),
    "characters": (
        "Teksten har tegn som ikke kan lagres.",
        "The text has characters that cannot be stored.",
    ),
    "too_short": ("Skriv minst {least} tegn.", "Must have at least {least} characters."),
    "too_long": ("Skriv høyst {most} tegn.", "Must have at most {most} characters."),
    "pattern": ("Skriv det på formen {example}.", "Must be written like {example}."),
    "whole": ("Skriv et helt tall.", "Must be a whole number."),
    "number": ("Skriv et tall.", "Must be a number."),
    "range": ("Skriv et tall fra {least} til {most}.", "Must be from {least} to {most}."),
    "yes_no": ("Skriv true eller false.", "Must be true or false."),
    "day": ("Skriv en dato som 2026-12-01.", "Must be a date like 2026-12-01."),
    "day_range": ("Datoen må ligge mellom {least} og {most}.", "The date must be between {least} and {most}."),
    "moment": (
        "Skriv et tidspunkt med tidssone, som 2026-12-01T12:00:00+01:00.",
        "Must be a time with its zone, like 2026-12-01T12:00:00+01:00.",
    ),
    "choice": ("Velg en av: {choices}.", "Must be one of: {choices}."),
    "list": ("Skriv en liste.", "Must be a list."),
    "list_length": (
        "Listen må ha fra {least} til {most} verdier.",
        "The list must have from {least} to {most} values.",
    ),
    "twice": ("Hver verdi kan stå én gang.", "Each value may stand once."),
    "object": ("Skriv et objekt.", "Must be an object."),
    "alone": (
        "Dette kan ikke meldes sammen med andre endringer: {with_field}.",
        "This cannot be sent together with other changes: {with_field}.",
    ),
    "belongs": ("Feltet hører til «{state}».", "The field belongs to “{state}”."),
    "needed_for": ("Feltet må være med når «state» er «{state}».", "The field is required when “state” is “{state}”."),
    "order": ("Datoen må være etter {other}.", "The date must be after {other}."),
    # What the house finds wrong, by the codes of `InvalidRecord`.
    "unknown_dwelling": ("Dere har ingen bolig med dette nummeret.", "You have no home with this number."),
    "unknown_project": ("Dere har ikke noe prosjekt med dette navnet.", "You have no project of this name."),
    "unknown_referral": ("Dere har ingen tilvisning med dette nummeret.", "You have no referral with this number."),
    "unknown_postcode": ("Postnummeret finnes ikke.", "There is no such postcode."),
    "unknown_field": ("Feltet kan ikke endres her.", "The field cannot be changed here."),
    "not_a_fact": ("Feltet kan ikke endres her.", "The field cannot be changed here."),
    "not_to_choose": ("Verdien kan ikke velges her.", "The value cannot be chosen here."),
    "no_landlord": ("Boligen har ingen utleier hos kommunen.", "The municipality knows no landlord of the home."),
    "no_project": (
        "Boligen hører ikke til et prosjekt under avtale.",
        "The home belongs to no project under agreement.",
    ),
    "out_of_use": ("Boligen leies ikke lenger ut.", "The home is no longer let."),
    "no_unit_number": (
        "Bruksenhetsnummeret er H, U, K eller L og fire sifre, som H0201.",
        "The unit number is H, U, K or L and four digits, like H0201.",
    ),
    "missing_value": ("Feltet må ha en verdi.", "The field must have a value."),
    "out_of_range": ("Beløpet er for lite eller for stort.", "The amount is too small or too large."),
    "amount": ("Beløpet er for lite eller for stort.", "The amount is too small or too large."),
    "note_too_long": ("Teksten er for lang.", "The text is too long."),
    "future": ("Datoen kan ikke være fram i tid.", "The date may not lie in the future."),
    "past": ("Tidspunktet er passert.", "The time is past."),
    "too_far": ("Datoen er mer enn et år unna.", "The date is more than a year away."),
    "too_old": ("Datoen er mer enn et år tilbake.", "The date is more than a year ago."),
    "answer_too_soon": (
        "Kommunen må få flere dager til å svare.",
        "The municipality must have more days to answer.",
    ),
    "after_valid": ("Tidspunktet er etter siste dag i tilvisningen.", "The time is after the referral's last day."),
    "no_zone": ("Tidspunktet må ha tidssone.", "The time must have its zone."),
    "before_referral": (
        "Datoen er før husstanden ble tilvist.",
        "The date is before the household was referred.",
    ),
    "before_lease_began": ("Datoen er før leieforholdet begynte.", "The date is before the lease began."),
    "lease_not_begun": ("Leieforholdet har ikke begynt.", "The lease has not begun."),
    "same_term": ("Leieforholdet har denne siste dagen alt.", "The lease has that last day already."),
    "term_past": (
        "Dagen er over. Meld heller at leieforholdet er avsluttet.",
        "That day is past. Report that the lease is over.",
    ),
    "ends_before_start": ("Siste dag må være etter første.", "The last day must be after the first."),
}
LANGUAGES = ("nb", "en")


def known(code: str) -> "Fault":
    """The fault by its code; one that is not known is told as a value that is not valid."""
    try:
        return Fault("note_too_long" if code == "too_long" else code)
    except KeyError:
        return Fault("not_valid")


class Fault(str):
    """A fault by its code; as plain text it is the Norwegian sentence."""

    code: str
    data: dict[str, Any]

    def __new__(cls, code: str, **data: Any) -> "Fault":
        held = super().__new__(cls, TEXTS[code][0].format(**data))
        held.code, held.data = code, data
        return held

    def text(self, language: str) -> str:
        """The sentence in that language (`nb` or `en`)."""
        return TEXTS[self.code][LANGUAGES.index(language)].format(**self.data)

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (self.code,), self.data
