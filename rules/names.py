"""Names and addresses in Norwegian order, and the words that a search looks in."""

import re
import unicodedata

# «{» stands right after «z», so these sort last and in the order of the Norwegian alphabet: æ, ø, å.
_LAST = str.maketrans({"æ": "{a", "ä": "{a", "ø": "{b", "ö": "{b", "å": "{c"})
_FOLDS = tuple(
    str.maketrans({"æ": "ae", "ø": o, "å": a}) for o, a in (("o", "a"), ("o", "aa"), ("oe", "a"), ("oe", "aa"))
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")


def sort_key(*parts: str) -> str:
    """Text that sorts as a Norwegian list does when compared byte by byte; accents other than ours do not count.

    A name is given as surname, first name. «aa» stays as written: many names with it are not Norwegian.
    """
    text = " ".join(part.strip() for part in parts if part.strip()).lower().translate(_LAST)
    plain = unicodedata.normalize("NFKD", text)
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def words(*parts: str) -> list[str]:
    """The distinct words of a name or an address in lower case, as they are searched for."""
    found = _WORD.findall(unicodedata.normalize("NFC", " ".join(parts)).lower())
    return list(dict.fromkeys(found))


def search_words(*parts: str) -> list[str]:
    """As words(), with those of æ, ø and å also as they are written without: Ødegård → odegard, odegaard."""
    found = words(*parts)
    plain = [word.translate(fold) for word in found for fold in _FOLDS]
    return list(dict.fromkeys([*found, *plain]))


def split_full_name(name: str) -> tuple[str, str]:
    """First names and surname of a name in one field: the last word is the surname; a lone word is the surname."""
    first, _, last = " ".join(name.split()).rpartition(" ")
    return first, last
