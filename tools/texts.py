"""`make check`: every template compiles, and every text that the libraries may show has its bokmål."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import flask_admin
import wtforms
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from jinja2 import Environment, TemplateSyntaxError

ROOT = Path(__file__).resolve().parent.parent
SUFFIXES = (".html", ".txt", ".jinja", ".j2")
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "_gettext": None, "_lgettext": None}


def main() -> int:
    """Print each fault on a line; returns the exit code."""
    screens, letters, texts = templates("admin"), templates("letters"), screen_texts()
    faults = [
        *broken(screens, of_screens()),
        *broken(letters, of_letters()),
        *untranslated(texts),
        *untranslated_forms(),
    ]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(screens) + len(letters)} templates and {len(texts)} texts read, {len(faults)} faults")
    return bool(faults)


def templates(folder: str) -> list[Path]:
    """Our own templates below the folder."""
    return [
        path for path in sorted((ROOT / folder).rglob("*")) if path.suffix in SUFFIXES and "templates" in path.parts
    ]


def screen_texts() -> list[tuple[str, str]]:
    """What Flask-Admin and our own screens ask for by gettext: the text and where it stands."""
    return [*_asked_for(Path(flask_admin.__file__).parent), *_asked_for(ROOT / "admin")]


def of_letters() -> Environment:
    """The template environment of mails and letters."""
    from letters.layout import templates

    return templates


def of_screens() -> Environment:
    """The application's own template environment; nothing is asked of a database."""
    from app import create_app
    from config.settings import Settings

    none = "0" * 64
    settings = Settings(
        mongodb_uri="mongodb://127.0.0.1:1/none", secret_key=none, field_key=none, base_url="http://127.0.0.1"
    )
    with click.Context(click.Command("check"), info_name="check"):
        return create_app(settings).jinja_env


def broken(files: list[Path], env: Environment) -> Iterator[str]:
    """The templates that do not compile: a tag left open, a filter that is not there."""
    for path in files:
        try:
            env.compile(path.read_text(encoding="utf-8"), path.name, str(path))
        except TemplateSyntaxError as error:
            yield f"{path}:{error.lineno}: {error.message}"


def untranslated(texts: list[tuple[str, str]]) -> Iterator[str]:
    """The texts of the screens that the catalogue has no bokmål for."""
    from admin.translations import catalogue

    known = catalogue()
    for text, where in texts:
        if not _known(known, text):
            yield f"{where}: no bokmål for {text!r} in the catalogue of screens"


def untranslated_forms() -> Iterator[str]:
    """The texts of WTForms that a caseworker would read in English."""
    from admin.translations import FORM_MENDS, FormMessages

    forms = FormMessages()
    for text, where in _asked_for(Path(wtforms.__file__).parent):
        if text not in FORM_MENDS and forms.gettext(text) == text:
            yield f"{where}: no bokmål for {text!r} in the catalogue of forms"


def _known(catalogue: Catalog, text: str) -> bool:
    message = catalogue.get(text)
    return message is not None and bool(message.string) and not message.fuzzy


def _asked_for(package: Path) -> Iterator[tuple[str, str]]:
    for name, line, text, _, _ in extract_from_dir(package, METHODS, keywords=KEYWORDS):
        singular = text[0] if isinstance(text, tuple) else text
        yield singular, f"{package.name}/{name}:{line}"


if __name__ == "__main__":
    sys.exit(main())
