"""Stored files: what they are, never what they hold."""

from typing import Any

from admin import formats
from admin.desk import ADMINISTRATION
from admin.views.columns import Column
from admin.views.screen import Screen
from rules.terms import FileKind

MEDIA = {
    "text/csv": "Regneark (CSV)",
    "text/plain": "Tekst",
    "text/calendar": "Kalenderfil",
    "application/pdf": "PDF",
    "image/jpeg": "Bilde (JPEG)",
    "image/png": "Bilde (PNG)",
    "application/octet-stream": "Ukjent innhold",
}
NAMED = frozenset({FileKind.UPLOAD, FileKind.IMPORT_SOURCE, FileKind.MINUTES, FileKind.OVERVIEW})
UNITS = ("byte", "kB", "MB", "GB")


def size_words(count: int) -> str:
    """«1,2 MB»."""
    value, unit = float(count), 0
    while value >= 1000 and unit < len(UNITS) - 1:
        value, unit = value / 1000, unit + 1
    number = formats.number(count) if unit == 0 else f"{value:.1f}".replace(".", ",")
    return f"{number}{formats.NO_BREAK}{UNITS[unit]}"


def _called(file: Any) -> str:
    """The file's name, but for what people attach to cases: such names tell of persons."""
    return str(file.name) if file.kind in NAMED else str(file.kind.label)


class Files(Screen):
    """Files, newest first."""

    name_one, name_many, category_name = "fil", "Filer", ADMINISTRATION
    label_fields = ("name",)
    own_columns = {
        "called": Column(label="Filnavn", needs=("name", "kind"), value=_called),
        "sort": Column(
            label="Type",
            needs=("media_type",),
            value=lambda file: MEDIA.get(file.media_type.partition(";")[0], "Annen type"),
        ),
        "how_large": Column(label="Størrelse", needs=("size",), value=lambda file: size_words(file.size)),
    }
    column_list = ("called", "kind", "sort", "how_large", "by_name", "at")
    column_filters = ("kind", "at")
    column_sortable_list = ("at",)
    column_default_sort = [("at", True)]
    details_groups = (("Filen", ("called", "kind", "sort", "how_large", "by_name", "at")),)

    def label(self, document: Any) -> str:
        return _called(document)
