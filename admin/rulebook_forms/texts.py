"""The fixed paragraphs of letters, in bokmål and nynorsk."""

from typing import Any

from admin.forms import Form
from admin.rulebook_forms.part import Content, Part, always, long_text
from admin.rulebook_names import LANGUAGES, PARAGRAPHS, with_words, without_words
from rules.policy import TEXTS


def key(language: str, code: str) -> str:
    """The input's name for a paragraph."""
    return f"letters__{language}__{code}"


LettersForm: type[Form] = type(
    "LettersForm",
    (Form,),
    {
        key(language, code): long_text(f"{PARAGRAPHS.get(code, 'Annet avsnitt')}, {words.lower()}")
        for code in TEXTS
        for language, words in LANGUAGES.items()
    },
)


def _start(content: Content, _one: str) -> Content:
    held = content["letters"]
    return {key(language, code): with_words(held[language][code]) for language in LANGUAGES for code in TEXTS}


def _apply(content: Content, form: Any, _one: str) -> None:
    content["letters"] = {
        language: {code: without_words(form[key(language, code)].data) for code in TEXTS} for language in LANGUAGES
    }


LETTERS = Part(
    slug="brev",
    heading="Brevtekster",
    lead="De faste avsnittene i brevene. Det som står i krøllparenteser, fylles ut av saken.",
    form=always(LettersForm),
    start=_start,
    apply=_apply,
)
