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
    "needed_for": ("Feltet må være med når status er «{state}».", "The field is required when the state is “{state}”."),
    "order": ("Datoen må være etter {other}.", "The date must be after {other}."),
}
LANGUAGES = ("nb", "en")


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
