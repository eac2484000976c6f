"""Files that people attach: the input that takes them, the list that names them, and the answer that serves one."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from bson import ObjectId
from flask import Response, send_file
from markupsafe import Markup
from werkzeug.datastructures import FileStorage
from wtforms import Field
from wtforms.widgets import html_params

from admin.views.files import MEDIA, size_words
from models import File
from models.file import MOST_BYTES
from services.attachments import KINDS, Arriving

NONE_CHOSEN = "Ingen filer er valgt"
HELP = "PDF, JPEG eller PNG, høyst 10 MB hver."


class FilesWidget:
    """A file input for several files under a button in bokmål; `static/files.js` names what is chosen."""

    def __call__(self, field: "FilesField", **kwargs: Any) -> Markup:
        kwargs.pop("class", None)
        accept = ",".join([*KINDS, *(ending for _, endings in KINDS.values() for ending in endings)])
        attributes = {
            "type": "file", "id": field.id, "name": field.name, "multiple": True, "accept": accept,
            "class": "form-control-file", "data-files": str(MOST_BYTES), **kwargs,
        }  # fmt: skip
        named = Markup(html_params(**attributes))  # noqa: S704 - html_params escapes
        return Markup(
            '<div class="file-pick"><input {}><label class="btn btn-outline-primary" for="{}">Velg filer</label> '
            '<span data-file-names="{}">{}</span></div>'
        ).format(named, field.id, NONE_CHOSEN, NONE_CHOSEN)


class FilesField(Field):
    """Several files; `data` is a list of `Arriving`, empty where none is chosen. What may be kept the service says."""

    widget = FilesWidget()

    def __init__(self, label: str = "Vedlegg", *, description: str = HELP, **kwargs: Any) -> None:
        super().__init__(label, description=description, **kwargs)

    def process_data(self, _value: Any) -> None:
        self.data: list[Arriving] = []

    def process_formdata(self, valuelist: list[Any]) -> None:
        sent = (one for one in valuelist if isinstance(one, FileStorage) and one.filename)
        self.data = [_arriving(one) for one in sent]


def _arriving(sent: FileStorage) -> Arriving:
    whole = not getattr(sent.stream, "too_large", False)
    return Arriving(sent.filename or "", sent.stream, whole)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Listed:
    """A stored file as a page names it."""

    name: str
    about: str  # «PDF, 1,2 MB»
    url: str


def listed(identities: Iterable[ObjectId], facts: Mapping[ObjectId, File], urls: Any) -> list[Listed]:
    """The files of one record, in order; `urls` makes the address of one by its id."""
    found = [facts[identity] for identity in identities if identity in facts]
    return [
        Listed(file.name, f"{MEDIA.get(file.media_type, 'Fil')}, {size_words(file.size)}", urls(file.pk))
        for file in found
    ]


def served(file: File, source: BinaryIO) -> Response:
    """The file as a download that no browser opens by guessing what it is; no copy is kept (`admin.security`)."""
    whole = io.BytesIO(source.read())  # 10 MB at most
    answer = send_file(whole, file.media_type, as_attachment=True, download_name=file.name, conditional=False)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
