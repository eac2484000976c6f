"""Searching in lists and pickers: `^field` from the start, `=field` exact, `~field` words of a name, `field` anywhere,
`other.field` the words or text of a referenced record.

The `$regex` operator is used throughout: MongoEngine's own look-ups send a regex literal, which SecantusDB answers
with nothing on an indexed field (`shared/stack.md` section 4).
"""

import re
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from mongoengine import Document, Q

from models.fields import EncryptedString
from rules import names

if TYPE_CHECKING:
    from admin.desk import Desk

LONGEST = 120  # of what is typed to find something
MOST_REFERENCES = 50  # ids in one `$in`: more is slow on the embedded server
NOTHING = Q(pk__in=[])
MARKS = "^=~"


IDENTITY = re.compile(r"(?:[0-9][ .]?){11}")
NOT_HERE = (
    "Et fødselsnummer må ikke stå i en adresse, så listen er ikke søkt i. Bruk søkefeltet øverst på siden: "
    "der blir nummeret ikke liggende igjen."
)


def holds_identity(text: str | None) -> bool:
    """Whether the text has eleven digits in a row, as an identity number has: it must not stand in an address."""
    return bool(IDENTITY.search(text or ""))


def plain_name(field: str) -> str:
    """The field's path without the mark of how it is searched."""
    return field.lstrip(MARKS)


def anywhere(field: str, text: str) -> Q:
    """The text anywhere in the field, whatever its case; signs mean themselves."""
    return Q(__raw__={field: {"$regex": re.escape(text), "$options": "i"}})


def from_start(field: str, text: str) -> Q:
    """The field begins with the text, as written, in capitals or with a capital; can use the field's index."""
    forms = sorted({text, text.upper(), text.lower(), text[:1].upper() + text[1:]})
    return Q(__raw__={"$or": [{field: {"$regex": f"^{re.escape(form)}"}} for form in forms]})


def by_words(field: str, text: str) -> Q:
    """Every word of the text begins a word of the field, which holds words as `rules.names.words` makes them."""
    begun = [{field: {"$regex": f"^{re.escape(word)}"}} for word in names.words(text)]
    return Q(__raw__={"$and": begun}) if begun else NOTHING


def condition(desk: "Desk", model: type[Document], text: str, fields: Sequence[str] | None = None) -> Q:
    """What a search for the text asks of the model, by the fields its screen is searched by; masked ones left out."""
    screen = desk.screen_of(model)
    wanted = " ".join(text.split())
    if fields is None:
        fields = (screen.column_searchable_list if screen else None) or ()
    each = [_shielded(desk, model, field, _one(desk, model, field, wanted)) for field in fields]
    return reduce(or_, each) if each else NOTHING


def _one(desk: "Desk", model: type[Document], field: str, text: str) -> Q:
    name = plain_name(field)
    if "." in name:
        return _by_reference(desk, model, field, text)
    kind = model._fields[name]
    if field.startswith("~"):
        return by_words(kind.db_field, text)
    if isinstance(kind, EncryptedString) or field.startswith("="):
        return Q(**{name: text.replace(" ", "")})
    return from_start(kind.db_field, text) if field.startswith("^") else anywhere(kind.db_field, text)


def _by_reference(desk: "Desk", model: type[Document], field: str, text: str) -> Q:
    reference, _, name = plain_name(field).partition(".")
    target: Any = model._fields[reference].document_type
    mark = field[0] if field[0] in MARKS else ""
    wanted = _shielded(desk, target, name, _one(desk, target, mark + name, text))
    return Q(**{f"{reference}__in": list(target.objects(wanted).order_by("pk").limit(MOST_REFERENCES).scalar("pk"))})


def _shielded(desk: "Desk", model: type[Document], field: str, wanted: Q) -> Q:
    """A hidden address or telephone number must not be found by guessing either."""
    screen = desk.screen_of(model)
    hidden = screen is not None and plain_name(field) in screen.protected_fields and not desk.sees_protected()
    return wanted & Q(protected_address__ne=True) if hidden else wanted
