"""What a letter is built of: headings, texts, lists, facts, tables, as data for the template."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

Block = dict[str, Any]


def heading(text: str) -> Block:
    """A heading of one of the letter's main parts."""
    return {"sort": "heading", "text": text}


def part(text: str) -> Block:
    """A heading inside a main part."""
    return {"sort": "part", "text": text}


def text(words: str) -> Block:
    """Running text; a blank line starts a new paragraph, a line break stays one."""
    return {"sort": "text", "paragraphs": paragraphs(words)}


def quote(words: str) -> Block:
    """Somebody's own words, set off from ours."""
    return {"sort": "quote", "paragraphs": paragraphs(words)}


def bullets(items: Iterable[str]) -> Block:
    """A list of short points."""
    return {"sort": "list", "items": list(items)}


def facts(rows: Iterable[tuple[str, str]]) -> Block:
    """Label and value, a row each."""
    return {"sort": "facts", "rows": [[label, value.splitlines() or [""]] for label, value in rows]}


def table(head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int]) -> Block:
    """A table under a head; `widths` are the columns' shares of the page."""
    return {"sort": "table", "head": list(head), "rows": [list(row) for row in rows], "columns": list(widths)}


def paragraphs(words: str) -> list[list[str]]:
    """The lines of each paragraph."""
    parts = re.split(r"\n\s*\n", words.replace("\r\n", "\n").strip())
    return [[line.strip() for line in one.split("\n")] for one in parts if one.strip()]
