"""The check of templates and translations finds what it is there for."""

from pathlib import Path

from jinja2 import Environment

from tools import texts


def test_a_template_that_does_not_compile_is_named_with_its_line(tmp_path: Path) -> None:
    good, open_tag, no_filter = (tmp_path / name for name in ("good.html", "open.html", "filter.html"))
    good.write_text("{% if a %}{{ a|upper }}{% endif %}")
    open_tag.write_text("\n{% if a %}")
    no_filter.write_text("{{ a|kroner_og_tull }}")
    faults = list(texts.broken([good, open_tag, no_filter], Environment(autoescape=True)))
    assert [fault.split(": ")[0] for fault in faults] == [f"{open_tag}:2", f"{no_filter}:1"]


def test_a_text_without_bokmal_is_named() -> None:
    faults = list(texts.untranslated([("Create", "here:1"), ("No such text", "there:2")]))
    assert faults == ["there:2: no bokmål for 'No such text' in the catalogue of screens"]


def test_the_libraries_texts_are_found() -> None:
    assert {"Create", "Edit", "List"} <= {text for text, _ in texts.screen_texts()}
