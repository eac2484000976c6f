"""Drawing a PDF from a template and data: PDF/A-2b with PDF/UA-1 tags, the same bytes for the same data."""

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from letters.paper import Drawn
from rules.errors import UndrawableText

if TYPE_CHECKING:
    from typst import Compiler, PDFStandard

TEMPLATES = Path(__file__).parent / "templates"
STANDARDS: "list[PDFStandard]" = ["a-2b", "ua-1"]
_making = Lock()


def draw(template: str, *, title: str, language: str, day: date, data: Mapping[str, Any]) -> Drawn:
    """The PDF of `<template>.typ` with the data, which is shown as text and never read as markup.

    Raises UndrawableText where the letter's fonts lack a character.
    """
    import typst  # 30 MB: read only by those who draw

    compiler, lock = _compiler(template)
    given = inputs(title=title, language=language, day=day, data=data)
    try:
        with lock:
            content = compiler.compile(format="pdf", sys_inputs=given, pdf_standards=STANDARDS)
    except typst.TypstError as error:
        raise _refusal(str(error)) from error
    if not isinstance(content, bytes):
        raise TypeError("typst gave no PDF")
    return Drawn(title, language, content)


def inputs(*, title: str, language: str, day: date, data: Mapping[str, Any]) -> dict[str, str]:
    """What typst is handed: one text of JSON."""
    values = {**data, "title": title, "language": language, "date": [day.year, day.month, day.day]}
    return {"data": json.dumps(values)}


def _refusal(said: str) -> Exception:
    """What typst refuses is a character that nobody can print; anything else is a fault of ours."""
    shown = re.search(r'the text `"(.*?)"` could not be displayed', said)
    if shown:
        return UndrawableText("" if "\\u{" in shown[1] else shown[1])
    return UndrawableText("") if "failed to parse JSON" in said else RuntimeError(said)


def _compiler(template: str) -> "tuple[Compiler, Lock]":
    with _making:  # two threads that ask at once share the one compiler
        return _made(template)


@cache
def _made(template: str) -> "tuple[Compiler, Lock]":
    from typst import Compiler

    # Nothing outside the templates is read; the fonts are those that typst carries, so that bytes are alike everywhere.
    return Compiler(TEMPLATES / f"{template}.typ", root=TEMPLATES, ignore_system_fonts=True), Lock()
