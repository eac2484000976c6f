"""What a page says to the one who reads it, and which words of it are no bokmål."""

import re
from enum import Enum
from html.parser import HTMLParser

from rules import terms

# Words that a page in bokmål has no use for; what both languages have («status», «for», «type», «fields») is not here.
WORDS = """about access account action active add address already amount and any apply back before birth cancel case
    change changes choose city clear close code confirm contact count create created current data date day delete deputy
    description details does done draft edit email empty error errors every export false file files filters first found
    from have hide home households invalid item key landlord last lease loading message missing month name new next none
    not number office only open order owner page password payment phone place please postcode previous project record
    records remove rent required reset role roles room rooms row rows save search select selected show since size sort
    source state street submit success task tenant the this today true unit until update updated user value version
    view was when where who why with year yes you your"""
ENGLISH = frozenset(WORDS.split())
NORWEGIAN = frozenset({"no", "status"})  # «nå» in nynorsk, and what a record stands as; codes too
SNAKE = re.compile(r"\b[a-z]+_[a-z_]+\b")
IDENTITY = re.compile(r"\b[0-9a-f]{24}\b")
SAID = ("aria-label", "title", "placeholder", "data-confirm")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._quiet += tag in ("script", "style")
        self.words += [value or "" for name, value in attrs if name in SAID]

    def handle_endtag(self, tag: str) -> None:
        self._quiet -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._quiet:
            self.words.append(data)


def visible(page: str) -> str:
    """All that a page says, labels for screen readers too."""
    reader = _Reader()
    reader.feed(page)
    return " ".join(" ".join(reader.words).split())


def codes() -> frozenset[str]:
    """The stored codes of all terms that are no bokmål themselves."""
    kinds = [kind for kind in vars(terms).values() if isinstance(kind, type) and issubclass(kind, Enum)]
    bokmal = {
        word
        for kind in kinds
        for one in kind
        for word in re.findall("[a-zæøå]+", str(getattr(one, "label", "")).lower())
    }
    return frozenset(str(one.value) for kind in kinds for one in kind) - bokmal - NORWEGIAN


def strange(page: str) -> list[str]:
    """The words of a page that a caseworker should not meet: English, codes, names of fields, ids."""
    text = visible(page)
    words = set(re.findall(r"[a-zæøå]+", text.lower()))
    return sorted({*(words & (ENGLISH | codes())), *SNAKE.findall(text), *IDENTITY.findall(text)})
