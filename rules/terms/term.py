"""What every word of the trade is: a code that is stored and a term that is shown."""

from enum import Enum
from typing import Self


class Term(Enum):
    """A word of the trade: `.value` is stored, `.label` is shown (bokmål)."""

    label: str
    __hash__ = object.__hash__  # each word is one object; Enum's own hash is a call in Python, felt in long lists

    def __new__(cls, code: str, label: str = "") -> Self:
        member = object.__new__(cls)
        member._value_ = code
        member.label = label
        return member

    @property
    def inside(self) -> str:
        """The term inside a sentence."""
        return inside(self.label)


def inside(words: str) -> str:
    """Words that begin a sentence, as they stand inside one: «Adresse» becomes «adresse», «KID» stays."""
    return words if words[:2].isalpha() and words[:2].isupper() else words[:1].lower() + words[1:]
