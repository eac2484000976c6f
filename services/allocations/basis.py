"""The frozen basis of a recommendation as a stored file: it stands before the write that names it."""

import io
from collections.abc import Mapping
from typing import Any

from bson import ObjectId

from models import File, Vacancy
from models.vacancy_parts import Recommendation
from rules import choosing
from rules.choosing import Places
from rules.rulebook import Rules
from rules.sifting import Sifted
from rules.terms import FileKind
from services import files
from services.actor import Actor

MEDIA_TYPE = "application/json"


def store(vacancy: Vacancy, rules: Rules, sifted: Sifted, numbers: Mapping[str, str], actor: Actor) -> File:
    """Freeze everybody looked at, their facts and their order; the file."""
    text = choosing.freeze(rules.number, sifted.home, sifted.extra_rooms, sifted.fits, sifted.excluded, numbers)
    source = io.BytesIO(text.encode())
    return files.store(ObjectId(), FileKind.ALLOCATION_BASIS, f"{vacancy.number}.json", MEDIA_TYPE, source, actor)


def read(identity: Any) -> str:
    """The frozen text. Raises NotFound."""
    with files.open_stored(identity) as source:
        return source.read().decode()


def places(held: Recommendation) -> Places:
    """The places that the recommendation was made on."""
    return choosing.basis_in(read(held.basis)).places
