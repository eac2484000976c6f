"""What every screen declares: a label on everything, nothing encrypted or unlabelled in lists, nothing but bokmål."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import models
from admin import searching, vocabulary
from admin.field_names import label_of
from models import Claim, Counter, FilePart, IdempotentAnswer, ImportFault, Invoicing, Throttle, User
from models.fields import EncryptedString
from rules.terms import Role
from services import tasks
from tests.admin.office import app
from tests.admin.plain_text import ENGLISH, strange
from tests.factories import make_task
from tests.makers import furnish

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
UNSEEN = {
    Claim,
    Counter,
    FilePart,
    IdempotentAnswer,
    ImportFault,
    Invoicing,
    Throttle,
}  # plumbing, or shown by a page of its own
EVERYONES = frozenset({"version", "history", "pending", "id"})
# Fields that stay inside the house: keys, derived words, hashes, marks of runs and claims.
INSIDE = {
    "based_on", "content", "attachments", "vacancies", "told_sha256",
    "key", "sort_name", "name_words", "address_key", "address_words", "import_run", "merged", "merged_into", "swap_of",
    "document_id", "by", "details", "changes", "facts", "letter", "letter_sha256", "at", "sha256", "source", "fence",
    "beat_at", "transmissions", "attempt", "setbacks", "lease_until", "expires_at", "ledger_from", "opening_ore",
    "imported", "rent_line", "run", "html", "message_id", "items", "marked", "claimed_until", "reservations",
    "subject_kind", "subject_id", "since", "told", "told_message", "caseworker_seen", "password_hash", "demo",
    "about", "addressees", "answered_by", "appeal", "tell_by", "decided_by", "factor_levels", "assessment_stale",
    "file", "files", "kept_by", "lease", "application", "offer", "follows", "contract", "contract_sha256", "weighty_by",
    "summarised_by", "case_key",
    "act_by", "followup",
    "about_kind", "undoes", "of", "statement",
    "meeting", "minutes", "minutes_sha256", "new_decision", "on_list", "open_key", "proposed_by", "replaces",
    "inspect_from", "inspection", "notice", "protocol", "protocol_sha256", "signed_by", "claim_number", "claimed_by",
    "answer", "need_overview", "delegated_by_rulebook", "bid", "open_bid", "cooperation", "code",
    "digest", "rulebook", "open_dwelling", "open_place", "allocation", "hearing_letter",
    "open_arrears", "referral", "signing", "approved_homes", "live_application", "live_notice", "secret", "old_secret",
    "secret_for", "old_secret_until", "body", "tries_before", "right_to", "slot", "taken_bids", "told_as",
}  # fmt: skip


def screens(app: Flask) -> Iterator[Any]:
    yield from app.extensions["husrom_desk"].screens.values()


def test_every_document_has_a_screen(app: Flask) -> None:
    assert set(models.DOCUMENTS) - {screen.model for screen in screens(app)} == UNSEEN


def test_every_field_has_a_norwegian_name_or_is_the_houses_own() -> None:
    nameless = {
        f"{document.__name__}.{name}"
        for document in set(models.DOCUMENTS) - UNSEEN
        for name, field in document._fields.items()
        if not label_of(field) and name not in INSIDE | EVERYONES
    }
    assert nameless == set()


def labels(screen: Any) -> Iterator[str]:
    """Every label that the screen shows anywhere."""
    yield from (str(label) for _, label in screen._list_columns)
    yield from (str(label) for _, label in screen._export_columns)
    yield from (one.label for one in screen._filters or ())
    yield from (screen.get_column_name(name) for _, names in screen.details_groups for name in names)
    yield from (heading for heading, _ in screen.details_groups)
    yield from (screen.get_column_name(searching.plain_name(name)) for name in screen.column_searchable_list or ())
    if screen.doors.create:
        yield from (str(field.label.text) for field in screen._create_form_class())


def test_no_label_is_missing_or_english(app: Flask) -> None:
    for screen in screens(app):
        found = list(labels(screen))
        words = {word for label in found for word in re.findall(r"[a-zæøå]+", label.lower())}
        assert all(found), screen.endpoint
        assert words & ENGLISH == set(), screen.endpoint


def test_every_screen_has_filters_or_search_a_fixed_order_and_details(app: Flask) -> None:
    for screen in screens(app):
        assert screen._filters or screen.column_searchable_list or screen.endpoint == "rulebook", screen.endpoint
        assert screen.details_groups, screen.endpoint
        assert screen.ordered(screen.get_query(), None, None)._ordering[-1] == ("_id", 1), screen.endpoint


def test_state_is_in_no_form_and_no_list_is_edited_in_place(app: Flask) -> None:
    for screen in screens(app):
        form = screen._create_form_class() if screen.doors.create else ()
        assert {"state", "notices", "version"} & {field.name for field in form} == set(), screen.endpoint
        assert not screen.column_editable_list
        assert not screen.can_delete


def test_create_and_edit_are_where_the_design_says(app: Flask) -> None:
    editable = {screen.endpoint for screen in screens(app) if screen.doors.create or screen.doors.edit}
    assert editable == {
        "applicant", "application", "meeting", "dwelling", "vacancy", "landlord", "user", "office", "unit",
        "agreement", "bid", "approach", "need_overview",
    }  # fmt: skip


def test_encrypted_fields_are_in_no_list_export_search_filter_or_order(app: Flask) -> None:
    for screen in screens(app):
        encrypted = {name for name, field in screen.model._fields.items() if isinstance(field, EncryptedString)}
        read = {name for column, _ in screen._list_columns for name in screen.column_needs.get(column, (column,))}
        searched = {searching.plain_name(name) for name in screen.column_searchable_list or ()}
        filtered = {one.column for one in screen._filters or ()}
        assert encrypted & (read | searched | filtered | set(screen._sortable_columns)) == set(), screen.endpoint


def test_no_page_says_an_english_word_a_code_or_an_id(app: Flask, client_of: Clients, clock: Any) -> None:
    caller = client_of(*Role)
    furnished = furnish()
    seen = 0
    for screen in screens(app):
        record = furnished[screen.model]
        for path in ("", "ny/", *(f"{page}/?id={record.pk}" for page in ("vis", "endringer", "rediger"))):
            answer = caller.get(f"/admin/{screen.slug}/{path}")
            assert answer.status_code in (200, 403, 404), (screen.slug, path)
            if answer.status_code == 200:
                assert strange(answer.text) == [], (screen.slug, path)
                seen += 1
    assert seen > 70


STEPS = {
    "application": (
        "journal",
        "trekk",
        "forelopig-svar",
        "saksbehandler",
        "saksnummer",
        "hovedarsak",
        "samtykke",
        "veiledning",
        "spor-om-samtykke",
        "skriv-forelopig-svar",
        "papirer",
        "send-videre",
        "inhabil",
    ),
    "journal_entry": ("rett",),
    "payment": ("plasser",),
    "rulebook": ("kopi",),
    "user": ("fravar", "overfor"),
    "task": ("utfort", "dropp"),
    "vacancy": ("avlys",),
}


@pytest.mark.parametrize("endpoint", STEPS)
def test_no_step_says_an_english_word_a_code_or_an_id(
    app: Flask, client_of: Clients, clock: Any, endpoint: str
) -> None:
    caller = client_of(*Role)
    screen = next(one for one in screens(app) if one.endpoint == endpoint)
    record = furnish()[screen.model]
    for step in STEPS[endpoint]:
        answer = caller.get(f"/admin/{screen.slug}/{step}/?id={record.pk}")
        assert answer.status_code == 200, step
        assert strange(answer.text) == [], step
        empty = caller.post(f"/admin/{screen.slug}/{step}/?id={record.pk}", data={})
        assert empty.status_code in (200, 302), step
        assert strange(empty.text) == [] or empty.status_code == 302, step


def test_every_action_and_every_refused_value_has_words() -> None:
    sources = [path.read_text(encoding="utf-8") for path in Path("services").rglob("*.py")]
    actions = {code for text in sources for code in re.findall(r'action(?:: str)? ?= ?"(\w+)"', text)}
    problems = {code for text in sources for code in re.findall(r'InvalidRecord\("\w+", \{"\w+": "(\w+)"', text)} | {
        "same_person",
        "inactive",
    }
    assert {"taken_up", "effect_dropped", "told"} <= actions
    assert actions - set(vocabulary.ACTIONS) == set()
    assert problems - set(vocabulary.PROBLEMS) == set()


def test_a_person_is_picked_by_name_and_birth_a_user_by_name_and_role(app: Flask, client_of: Clients) -> None:
    caller = client_of(*Role)
    furnish()
    people = caller.get("/admin/soknader/oppslag/?name=filter.applicant&query=øst").json
    users = caller.get("/admin/soknader/oppslag/?name=assign&query=sara").json
    assert [words for _, words in people or ()] == ["Åse Østby, født 03.05.1984"]
    assert [words.partition(",")[0].rstrip(")") for _, words in users or ()] == ["Sara Saksbehandler (saksbehandler"]


def test_users_who_have_left_are_not_picked(app: Flask, client_of: Clients) -> None:
    caller = client_of(*Role)
    furnish()
    User._get_collection().update_many({"name": "Sara Saksbehandler"}, {"$set": {"active": False}})
    assert caller.get("/admin/soknader/oppslag/?name=assign&query=sara").json == []


def test_open_tasks_stand_before_closed_ones(app: Flask, client_of: Clients) -> None:
    done = make_task(subject_number="S1")
    make_task(subject_number="S2")
    from tests.factories import ACTOR

    tasks.finish(done, ACTOR, version=1)
    page = client_of(Role.CASEWORKER).get("/admin/oppgaver/").text
    assert page.index("S2") < page.index("S1")
