"""No English on any screen: the catalogues are whole, and a crawl of every page finds no English word."""

import dataclasses
import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import flask_admin
import pytest
import wtforms
from flask import Flask
from flask.testing import FlaskClient

from admin import (
    case_wording,
    formats,
    overview_wording,
    translations,
    vocabulary,
    vocabulary_keeping,
    vocabulary_partners,
    wording,
    wordings,
)
from models import DOCUMENTS
from models.mapping import ApprovedNeed, Mapping
from rules import errors, terms
from rules.terms import LegalBasis, Role
from services import audit
from tests.factories import make_applicant, make_application, make_office

wordings.learn()
WORDS = """
the and with record records create created edit delete save cancel search export details home yes no failed invalid
required please select field value error not of items apply reset logout login password page next previous sort none
true false january february march june july october december monday tuesday wednesday thursday friday saturday sunday
received waiting housed refused caseworker reader office lease dwelling landlord tenant rent
"""
ENGLISH = frozenset(WORDS.split())
SERVER_SIDE = ("actions.py", "base.py", "model", "contrib/mongoengine", "form")


def _msgids(folder: Path) -> Iterator[str]:
    """The texts that Flask-Admin's own code (not its templates, which are not used) asks to have translated."""
    for part in SERVER_SIDE:
        for path in [folder / part] if part.endswith(".py") else (folder / part).rglob("*.py"):
            if "upload" in path.name or "rediscli" in path.parts:
                continue
            for found in re.finditer(r"gettext\(\s*((?:\"[^\"]*\"\s*)+)", path.read_text()):
                yield "".join(re.findall(r'"([^"]*)"', found[1]))


def test_every_text_of_flask_admin_that_can_be_shown_is_translated() -> None:
    catalogue = translations.catalogue()
    wanted = set(_msgids(Path(flask_admin.__file__).parent))
    assert len(wanted) >= 40
    missing = {text for text in wanted if not (catalogue.get(text) and catalogue.get(text).string)}
    assert missing <= {"Please install Flask-SQLAlchemy"}, missing


def test_every_text_of_the_form_library_is_translated() -> None:
    messages = translations.FormMessages()
    folder = Path(wtforms.__file__).parent
    wanted = {
        text
        for path in (*folder.glob("validators.py"), *folder.glob("fields/*.py"))
        for text in re.findall(r"gettext\(\s*\"([^\"]+)\"", path.read_text())
    }
    assert len(wanted) > 20
    assert {text for text in wanted if messages.gettext(text) == text} == set()


def test_the_compiled_catalogue_is_made_where_it_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "nb" / "LC_MESSAGES" / "admin.mo"
    monkeypatch.setattr(translations, "COMPILED", target)
    assert translations.compile_catalogue(force=False).stat().st_size > 1000
    target.write_bytes(b"kept")
    translations.compile_catalogue(force=False)
    assert target.read_bytes() == b"kept"
    translations.compile_catalogue()
    assert target.read_bytes() != b"kept"


def test_no_page_has_an_english_word(client: FlaskClient) -> None:
    case = make_application(mapping=Mapping(health="Heis", payment_plan=True), approved_need=ApprovedNeed(lift=True))
    person, office = make_applicant(), make_office()
    pages = {
        "/admin/", "/admin/soknader/", "/admin/soknader/?search=x&flt_state=waiting", "/admin/soknader/ny/",
        f"/admin/soknader/vis/?id={case.pk}", f"/admin/soknader/rediger/?id={case.pk}",
        f"/admin/soknader/endringer/?id={case.pk}", "/admin/personer/", "/admin/personer/ny/", "/admin/brukere/",
        f"/admin/personer/vis/?id={person.pk}", f"/admin/kontorer/rediger/?id={office.pk}", "/admin/finnes-ikke",
    }  # fmt: skip
    for path in pages:
        assert _english(client.get(path).text) == set(), path
    assert _english(client.post("/admin/soknader/ny/", data={}).text) == set()
    assert _english(client.post("/admin/soknader/ny/", data={"adults": "x", "kind": "x"}).text) == set()


def test_the_crawl_would_find_english() -> None:
    assert _english('<p title="Save">Please select</p>') == {"save", "please", "select"}


def test_the_sign_in_page_has_no_english_word(app: Flask) -> None:
    assert _english(app.test_client().get("/login").text) == set()
    assert _english(app.test_client().post("/login", data={"email": "x", "password": "y"}).text) == set()


def test_every_page_says_that_it_is_bokmaal(client_of: Callable[..., FlaskClient]) -> None:
    caller = client_of(Role.READER)
    for path in ("/admin/", "/admin/soknader/", "/admin/finnes-ikke"):
        assert '<html lang="nb">' in caller.get(path, headers={"Accept-Language": "en"}).text


def _english(page: str) -> set[str]:
    """English words in what a person sees or a screen reader reads out; mail addresses are no words."""
    shown = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    spoken = re.findall(r'(?:title|placeholder|aria-label|alt|data-confirm|data-busy)="([^"]*)"', shown)
    text = html.unescape(" ".join([re.sub(r"<[^>]*>", " ", shown), *spoken]))
    text = re.sub(r"\S+@\S+", " ", text)
    return set(re.findall(r"[a-zæøå]+", text.lower())) & ENGLISH


# --- Words for records, refusals and actions -------------------------------------------------------------------------


def test_every_record_has_a_norwegian_name() -> None:
    silent = {
        "access_entry", "audit_entry", "claim", "file_part", "import_fault", "job_run", "throttle", "index_run",
    }  # fmt: skip
    assert {audit.collection(document) for document in DOCUMENTS} - silent <= set(vocabulary.RECORDS)


@pytest.mark.parametrize(
    "error",
    [
        errors.StaleState("application", "S1", (errors.Change("adults", "Kari", datetime(2026, 1, 1, tzinfo=UTC)),)),
        errors.StaleState("application", "S1"),
        errors.TransitionRefused("application", "received", "housed"),
        errors.MissingReason("decision"),
        errors.NotAuthorised("users.create"),
        errors.NotFound("application", "S1"),
        errors.AlreadyExists("application", ("application_number",)),
        errors.InvalidRecord("application", {"adults": "required"}),
        errors.HusromError("raw text in English"),
    ],
)
def test_refusals_are_told_in_norwegian_with_what_to_do(error: errors.HusromError) -> None:
    words = wording.explain(error)
    assert len(words) > 40
    assert set(re.findall(r"[a-zæøå]+", words.lower())) & ENGLISH == set()
    assert words.count(".") >= 2


SAMPLES = {
    "old": "received", "new": "housed", "basis": LegalBasis.LOCAL_GUIDELINES.value,
    "kind": terms.ApplicationKind.NEW.value, "document": "application", "text": "☃", "holder": "Kari",
}  # fmt: skip
REASONED = {
    errors.NotAppealable: case_wording.WHY_NO_APPEAL,
    errors.MergeRefused: case_wording.WHY_NOT_MERGED,
    errors.FileRefused: case_wording.WHY_NO_FILE,
    errors.LeaderAway: overview_wording.LEADERLESS,
}
OWN_WORDS = {errors.HusromError, errors.UnknownJob}  # told by the command line alone


def _sample(kind: type[errors.HusromError], **given: str) -> errors.HusromError:
    """A refusal of the kind with something in each of its fields."""
    by_type = {
        "int": 2, "bool": True, "date": date(2026, 11, 22), "datetime": datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
        "tuple[str, ...]": ("S2026001", "S2026002"), "DwellingState": terms.DwellingState.SOLD,
        "RentLineKind": terms.RentLineKind.BASE, "VacancyStage": terms.VacancyStage.READY,
        "datetime.date | None": date(2026, 12, 10),
    }  # fmt: skip
    made = {}
    for one in dataclasses.fields(kind):  # type: ignore[arg-type]
        name = one.type if isinstance(one.type, str) else getattr(one.type, "__name__", str(one.type))
        plain = str(one.type) if "tuple" in str(one.type) else name
        if one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING:
            made[one.name] = given.get(one.name) or SAMPLES.get(one.name) or by_type.get(plain, "S2026001")
    return kind(**made)


def _refusals() -> Iterator[errors.HusromError]:
    kinds = {one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.HusromError)}
    for kind in sorted(kinds - OWN_WORDS, key=lambda one: one.__name__):
        for why in REASONED.get(kind, ("",)):
            yield _sample(kind, why=why)


@pytest.mark.parametrize(
    "error", list(_refusals()), ids=lambda error: f"{type(error).__name__} {getattr(error, 'why', '')}"
)
def test_every_refusal_has_words_of_its_own(error: errors.HusromError) -> None:
    words = wording.explain(error)
    assert words != wording.explain(errors.HusromError())
    assert words.count(".") >= 2
    assert set(re.findall(r"[a-zæøå]+", words.lower())) & ENGLISH == set()
    assert re.findall(r"[a-z]+_[a-z]+", words) == []


@pytest.mark.parametrize(
    ("problem", "words"),
    [
        ("Field is required", "Fyll ut dette feltet."),
        ("String value is too long", "Teksten er for lang. Kort den ned."),
        ("something nobody foresaw", wording.INVALID),
        ("Fødselsnummeret har feil kontrollsiffer.", "Fødselsnummeret har feil kontrollsiffer."),
    ],
)
def test_problems_with_fields_in_norwegian(problem: str, words: str) -> None:
    assert wording.invalid(problem) == words


# --- Figures and days ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "ore"),
    [
        ("6293,50", 629350), ("6 293,50", 629350), ("6\N{NO-BREAK SPACE}293,5 kr", 629350), ("6.293,50", 629350),
        ("6293.5", 629350), ("6293", 629300), ("0,05", 5), ("-12,30", -1230), ("1.234.567", 123456700),
        ("500,-", 50000),
    ],
)  # fmt: skip
def test_amounts_as_people_type_them(typed: str, ore: int) -> None:
    assert formats.read_kroner(typed) == ore


@pytest.mark.parametrize("typed", ["kr", "6,293,50", "1.234", "12,345", "ca 5", "1e5", "½", "٣"])
def test_amounts_that_are_not_clear_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        formats.read_kroner(typed)


@pytest.mark.parametrize("ore", [0, 5, -5, 629350, -123456789, 100])
def test_an_amount_that_is_written_is_read_back(ore: int) -> None:
    assert formats.read_kroner(formats.kroner(ore)) == ore


def test_how_things_are_written() -> None:
    space = formats.NO_BREAK
    assert formats.kroner(629300) == f"6{space}293,00{space}kr"
    assert formats.kroner(-5) == f"{formats.MINUS}0,05{space}kr"
    assert formats.long_day(date(2026, 11, 22)) == "22. november 2026"
    assert formats.moment(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "02.07.2026 kl. 00.30"
    assert [formats.plain(value) for value in (True, False, None, 12345, terms.Role.READER)] == [
        "Ja", "Nei", formats.NOTHING, f"12{space}345", "Innsyn",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["22.11.2026", "22112026", "2026-11-22", " 22. 11. 2026 ", "22/11/2026", "22-11-2026"]
)
def test_days_as_people_type_them(typed: str) -> None:
    assert formats.read_day(typed) == date(2026, 11, 22)


@pytest.mark.parametrize("typed", ["", "22.11.26", "31.02.2026", "11.22.2026", "i morgen", "22.11", "0.0.0000"])
def test_days_that_are_not_clear_are_refused(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - date() words some of them itself
        formats.read_day(typed)


def test_no_part_of_the_vocabulary_takes_another_parts_words() -> None:
    words = [(part.RECORDS, part.ACTIONS, part.PROBLEMS) for part in (vocabulary_keeping, vocabulary_partners)]
    whole = (vocabulary.RECORDS, vocabulary.ACTIONS, vocabulary.PROBLEMS)
    for at, merged in enumerate(whole):
        for part in words:
            assert {code for code, said in part[at].items() if merged[code] != said} == set()
