"""The rulebook's screen: all of it in words, a draft changed part by part, its impact shown before it is published."""

import io
import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from admin import rulebook_refusals
from admin.rulebook_forms import PARTS
from admin.rulebook_names import LANGUAGES, LIMITS, PAIRS, PARAGRAPHS, PLACEHOLDERS
from admin.rulebook_words import chapters, differences
from models import Application, Rulebook
from rules import policy
from rules.rulebook_text import content_of, parse_text
from rules.terms import Role, VacancyStep
from services import rulebooks
from tests.admin.office import app, do
from tests.admin.plain_text import strange, visible
from tests.casework import assessed
from tests.conftest import ROOT
from tests.factories import ACTOR, make_applicant

__all__ = ["app"]  # a fixture, used here

Clients = Callable[..., FlaskClient]
TODAY = date(2026, 11, 22)
PAGE = "/admin/regelbok"


@pytest.fixture
def administrator(app: Flask, clock: Any, client_of: Clients) -> FlaskClient:
    return client_of(Role.ADMINISTRATOR, name="Ada Administrator")


@pytest.fixture
def leader(app: Flask, clock: Any, client_of: Clients) -> FlaskClient:
    return client_of(Role.UNIT_LEADER)


@pytest.fixture
def draft(administrator: FlaskClient) -> Rulebook:
    return rulebooks.copy(1, "Ny regelbok", ACTOR)


def source() -> str:
    return (ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8")


def url(part: str, draft: Rulebook, one: str = "") -> str:
    return f"{PAGE}/del/?id={draft.pk}&del={part}" + (f"&nr={one}" if one else "")


def filled(page: str) -> MultiDict[str, str]:
    """What a browser would post of the page's form, untouched (hidden templates of new rows are not sent)."""
    form = re.sub(r"<template.*?</template>", "", page[page.index('class="record-form"') :], flags=re.DOTALL)
    form = form[: form.index("</form>")]
    data: MultiDict[str, str] = MultiDict()
    for tag in re.findall(r"<input[^>]*>", form):
        held = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "name" in held and (held.get("type") not in ("checkbox", "radio") or re.search(r"\schecked\b", tag)):
            data.add(held["name"], unescape(held.get("value", "y")))
    for name, inner in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.findall(r'<option selected value="([^"]*)"', inner)
        data.add(name, unescape(chosen[0]) if chosen else "")
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\r?\n?(.*?)</textarea>', form, re.DOTALL):
        data.add(name, unescape(text))
    return data


def saved(caller: FlaskClient, address: str, **changed: str | None) -> str:
    """Open a page, change some inputs (None: untick), send it; the text of the page one ends on."""
    data = filled(caller.get(address).text)
    for name, value in changed.items():
        data.setlist(name, [] if value is None else [value])
    return visible(caller.post(address, data=data, follow_redirects=True).text)


# --- In words --------------------------------------------------------------------------------------------------------


def test_the_version_in_force_shows_all_of_it_in_words(leader: FlaskClient) -> None:
    version = Rulebook.objects.get()
    page = leader.get(f"{PAGE}/vis/?id={version.pk}").text
    told = visible(page)
    for words in (
        "Denne versjonen gjelder nå", "Fylt 18 år", "(minst 18 år)", "Flyktning, kommunalt ansatt", "Boevne",
        "Særskilt behov: +2", "Mislighold: −2", "Grovt mislighold", "Plass 1",
        "1. Midlertidig botilbud, uten egen bolig",
        "Husfordelingsutvalget", "Kommunens klagenemnd", "Statsforvalteren",
        "Utvalget er vedtaksført med minst 2 medlemmer",
        "Ta opp søknaden 5", "Bosettingsvedtak Flyktning Alle", "Klagefrist 3 uker", "36 måneder", "Inkassovarsel 30",
        "Boliger med tjenester velges av To boligkonsulenter", "Vanlige boliger velges av Husfordelingsutvalget",
        "Nøklene overleveres ikke før sikkerheten er på plass Ja", "Husleien forfaller den (dag i måneden) 20.",
        "Svarfrist på tilbud om bolig 7 dager", "Svar på innstillingen 2", "Strøm er bestilt Trondheims rutine",
        "Boligbehovet er dokumentert og oppdatert", "Vi tilbyr deg å leige denne bustaden",
        "Vi har innvilga søknaden din", "Klageinstans er {klageinstansen}", "Harstads retningslinjer",
    ):  # fmt: skip
        assert words in told, words
    assert strange(page) == []
    assert "Lag en kopi" not in told
    assert "Endre vilkår" not in told


def test_a_version_from_before_this_release_is_read_with_what_the_newest_says(administrator: FlaskClient) -> None:
    content = {name: held for name, held in content_of(source()).items() if name != "contract_points"}
    Rulebook._get_collection().update_one({"rulebook_number": 1}, {"$set": {"content": content}})
    assert rulebooks.complete(source(), ACTOR, TODAY) == (2,)
    page = administrator.get(f"{PAGE}/vis/?id={rulebooks.get(1).pk}").text
    assert strange(page) == []
    told = visible(page)
    assert "Den er eldre enn denne utgaven av Husrom." in told
    assert "Strøm er bestilt" in told
    now = visible(administrator.get(f"{PAGE}/vis/?id={rulebooks.get(2).pk}").text)
    assert "Den er eldre" not in now


def test_every_part_has_words_and_a_page() -> None:
    rules = parse_text(1, source())
    assert {one.part for one in chapters(rules)} == set(PARTS)
    assert set(policy.TEXTS) == set(PARAGRAPHS)
    assert set(PLACEHOLDERS) == policy.PLACEHOLDERS
    assert set(policy.LANGUAGES) == set(LANGUAGES)
    known = set(LIMITS) | set(PAIRS)
    content = content_of(source())
    tables = (
        "deadlines", "reminders", "waiting_list", "leases", "swaps", "quota", "allocation", "offers", "contract",
        "rent", "collection", "keeping", "ending", "procurement", "need", "agreements", "referrals", "partners",
    )  # fmt: skip
    numbers = {
        f"{table}.{name}" for table in tables for name, held in content[table].items() if type(held) in (int, list)
    }
    assert numbers - {"rent.accounts", "need.areas"} == known  # lists of texts


def test_every_reason_for_refusing_a_rulebook_has_words() -> None:
    modules = (
        "reading", "policy", "letting_policy", "keeping_policy", "partner_policy", "rulebook", "rulebook_checks",
        "rulebook_text",
    )  # fmt: skip
    sources = [(ROOT / "rules" / f"{name}.py").read_text() for name in modules]
    used = {code for text in sources for code in re.findall(r'RulebookInvalid\([^)]*?,\s*"(\w+)"', text)}
    used |= {code for text in sources for code in re.findall(r'"(declared_twice|left_open|syntax)"', text)}
    assert len(used) > 20
    assert used <= set(rulebook_refusals.REASONS), used - set(rulebook_refusals.REASONS)
    for word in PLACEHOLDERS.values():
        assert f"«{word}»" in rulebook_refusals.REASONS["unknown_placeholder"]


def test_two_versions_that_say_the_same_differ_in_nothing() -> None:
    rules = parse_text(1, source())
    assert differences(rules, rules) == ()
    changed = parse_text(
        2, source().replace("appeal_weeks = 3", "appeal_weeks = 4").replace('"Bosettingsvedtak"', '"Vedtak"')
    )
    told = [(one.chapter, one.name, one.then, one.now) for one in differences(rules, changed)]
    assert ("Frister og påminnelser", "Klagefrist", "3 uker", "4 uker") in told
    assert ("Papirer", "Bosettingsvedtak", "Målgruppe: Flyktning\nSøknadstype: Alle", "–") in told
    assert len(told) == 3


# --- A draft ---------------------------------------------------------------------------------------------------------


def test_a_copy_is_made_and_marked_as_a_draft(administrator: FlaskClient) -> None:
    first = Rulebook.objects.get()
    assert "Skriv et navn." in do(administrator, "regelbok", "kopi", first, title=" ")
    told = do(administrator, "regelbok", "kopi", first, title="Regelbok 2027")
    assert "Dette er et utkast. Det gjelder ikke før det er publisert." in told
    assert "Endre vilkår" in told
    assert "Nytt moment" in told
    assert rulebooks.find_current(TODAY) == first
    listed = visible(administrator.get(f"{PAGE}/").text)
    assert "Utkast" in listed
    assert "Gjelder nå" in listed


@pytest.mark.parametrize(("part", "one"), [(slug, "0" if slug == "momenter" else "") for slug in PARTS])
def test_a_part_that_is_saved_untouched_changes_nothing(
    administrator: FlaskClient, draft: Rulebook, part: str, one: str
) -> None:
    address = url(part, draft, one)
    page = administrator.get(address).text
    assert strange(page) == [], part
    assert "Ingenting var endret" in saved(administrator, address)
    stored = Rulebook.objects.get(pk=draft.pk)
    assert (stored.version, rulebooks.content_of(stored)) == (1, rulebooks.content_of(draft))


CHANGES = [
    ("frister", "", {"deadlines__appeal_weeks": "4"}, lambda r: r.appeal_weeks, 4),
    ("frister", "", {"title": "Annet navn"}, lambda r: r.title, "Annet navn"),
    ("frister", "", {"reminders__lease_months__0": "9"}, lambda r: r.lease_expiry.approaching_months, 9),
    ("vilkar", "", {"requirements-0-at_least": "20"}, lambda r: r.policy.requirements[0].at_least, 20),
    ("momenter", "0", {"levels-2-points": "-3"}, lambda r: r.policy.factors[0].levels[2].points, -3),
    ("sperre", "", {"label": "Grov skade"}, lambda r: r.policy.bar.label, "Grov skade"),
    ("prioritering", "", {"priority-2-place": "1", "priority-0-place": "3"},
     lambda r: [one.sort.value for one in r.policy.priority], ["score", "children", "situation"]),
    ("prioritering", "", {"priority-2-what": "factor:stability"}, lambda r: r.policy.priority[2].factor, "stability"),
    ("avgjorelse", "", {"quorum": "3"}, lambda r: r.policy.deciding.quorum, 3),
    ("avgjorelse", "", {"body__housing_social_act": "committee"},
     lambda r: {one.value for one in r.policy.deciding.bodies.values()}, {"committee", "decider"}),
    ("steg", "", {"assess": "9"}, lambda r: {s.value: d for s, d in r.policy.step_days.items()}["assess"], 9),
    ("papirer", "", {"papers-0-label": "Inntekt"}, lambda r: r.policy.papers[0].label, "Inntekt"),
    ("tildeling", "", {"allocation__ordinary": "consultants"}, lambda r: r.letting.ordinary.value, "consultants"),
    ("tildeling", "", {"offers__answer_days": "10"}, lambda r: r.letting.answer_days, 10),
    ("tildeling", "", {"contract__due_day": "28"}, lambda r: r.letting.due_day, 28),
    ("tildeling", "", {"contract__security_before_keys": None}, lambda r: r.letting.security_before_keys, False),
    ("boligsteg", "", {"hear_unit": "4"}, lambda r: r.letting.step_days[VacancyStep.HEAR_UNIT], 4),
    ("sjekkliste", "", {"candidate_checklist-0-label": "Behovet er kartlagt"},
     lambda r: next((one.code, one.label) for one in r.letting.checklist), ("need", "Behovet er kartlagt")),
    ("kontraktsmote", "", {"contract_points-1-source": "Vedtak i kommunestyret"},
     lambda r: [(one.code, one.source) for one in r.letting.contract_points][:2],
     [("housing_allowance", "S001"), ("power", "Vedtak i kommunestyret")]),
    ("restanser", "", {"arrears-0-after_days": "6"}, lambda r: r.ladder[0].after_days, 6),
    ("utleiere", "", {"quota__referral_percent": "35"}, lambda r: r.referral_percent, 35),
    ("utleiere", "", {"procurement__chief_executive_decides": "y"},
     lambda r: r.partnering.chief_executive_decides, True),
    ("framskaffelse", "", {"procurement_results-5-required": "y"}, lambda r: r.partnering.results[5].required, True),
    ("kriterier", "", {"bid_criteria-0-weight": "15", "bid_criteria-1-weight": "25"},
     lambda r: [one.weight for one in r.partnering.criteria][:2], [15, 25]),
    ("avtaleplikter", "", {"agreement_duties-0-every_months": "6"}, lambda r: r.partnering.duties[0].every_months, 6),
    ("omrader", "", {"areas-0-label": "Kanebogen", "areas-0-postcodes": "9411, 9402"},
     lambda r: [(one.label, sorted(one.postcodes)) for one in r.partnering.areas], [("Kanebogen", ["9402", "9411"])]),
    ("brev", "", {"letters__nb__help": "Vi hjelper.\r\nRing {klageinstansen}."},
     lambda r: r.policy.texts["nb"]["help"], "Vi hjelper.\nRing {appeal_body}."),
]  # fmt: skip


@pytest.mark.parametrize(("part", "one", "form", "read", "expected"), CHANGES, ids=range(len(CHANGES)))
def test_a_part_is_changed_and_nothing_else(
    administrator: FlaskClient, draft: Rulebook, part: str, one: str, form: Any, read: Any, expected: Any
) -> None:
    assert "Utkastet er lagret." in saved(administrator, url(part, draft, one), **form)
    stored = Rulebook.objects.get(pk=draft.pk)
    rules = rulebooks.rules_of(stored)
    assert read(rules) == expected
    before = rulebooks.rules_of(Rulebook.objects.get(rulebook_number=1))
    assert {one.chapter for one in differences(before, rules)} <= {
        chapter.heading for chapter in chapters(rules) if chapter.part == part
    }
    assert (stored.history[-1].why, stored.history[-1].by_name) == (PARTS[part].heading, "Ada Administrator")


WRONG = [
    ("frister", "", {"deadlines__appeal_weeks": "2"}, "Skriv et tall fra 3 til"),
    ("frister", "", {"deadlines__appeal_weeks": "tre"}, "Skriv et helt tall"),
    ("frister", "", {"title": ""}, "Skriv et navn."),
    ("frister", "", {"reminders__lease_months__0": "2"}, "Det må stå to tall, det største først."),
    ("vilkar", "", {"requirements-0-label": " "}, "Skriv et navn."),
    ("vilkar", "", {"requirements-1-code": "age"}, "«Vilkår 2: kode»: Det samme står to ganger."),
    ("vilkar", "", {"requirements-1-code": "Ikke kode"}, "«Vilkår 2: kode»: Koden kan bare ha små bokstaver"),
    ("momenter", "0", {"levels-2-points": "mye"}, "Skriv et helt tall"),
    ("prioritering", "", {"priority-2-what": "children"}, "Det samme står to ganger."),
    ("prioritering", "", {"priority-2-what": "factor:ukjent"}, "Velg en av verdiene i listen."),
    ("avgjorelse", "", {"agencies": "3"}, "Det kan ikke kreves flere etater enn medlemmer."),
    ("tildeling", "", {"contract__due_day": "29"}, "Skriv et tall fra 1 til 28"),
    ("tildeling", "", {"offers__answer_days": "0"}, "Skriv et tall fra 1 til"),
    ("tildeling", "", {"offers__unjustified_months": "-1"}, "Skriv et tall fra 0 til"),
    ("tildeling", "", {"contract__short_term_months": "36"}, "Kort leietid må være kortere enn den vanlige."),
    ("tildeling", "", {"allocation__with_services": "mayor"}, "Velg en av verdiene i listen."),
    ("boligsteg", "", {"hear_unit": "snart"}, "Skriv et helt tall"),
    ("sjekkliste", "", {"candidate_checklist-0-label": " "}, "Skriv et navn."),
    ("sjekkliste", "", {"candidate_checklist-1-code": "need"}, "«Sjekkliste for kandidater 2: kode»: Det samme"),
    ("restanser", "", {"arrears-3-after_days": "1"}, "Dagene kan ikke være færre enn i steget før."),
    ("utleiere", "", {"need__long_months": "12"}, "Lang sikt må være lengre enn kort sikt."),
    ("framskaffelse", "", {"procurement_results-1-required": None}, "uten dem inngås ingen avtale"),
    ("utleiere", "", {"quota__referral_percent": "41"}, "Skriv et tall fra 0 til 40"),
    ("utleiere", "", {"agreements__referral_years": "19"}, "Retten varer minst 20 år"),
    ("kriterier", "", {"bid_criteria-0-weight": "21"}, "Vektene må bli 100 prosent til sammen."),
    ("omrader", "", {"areas-0-label": "Sentrum", "areas-0-postcodes": "940"}, "Et postnummer har fire siffer."),
    ("brev", "", {"letters__nb__help": "Ring {navn}."}, "I krøllparenteser kan det bare stå"),
    ("brev", "", {"letters__nb__help": "Ring {."}, "En krøllparentes mangler sin make."),
]  # fmt: skip


@pytest.mark.parametrize(("part", "one", "form", "told"), WRONG, ids=range(len(WRONG)))
def test_what_does_not_hold_is_told_and_nothing_is_stored(
    administrator: FlaskClient, draft: Rulebook, part: str, one: str, form: Any, told: str
) -> None:
    assert told in saved(administrator, url(part, draft, one), **form)
    assert Rulebook.objects.get(pk=draft.pk).version == 1


def test_rows_are_added_with_a_code_of_their_own_and_taken_away(administrator: FlaskClient, draft: Rulebook) -> None:
    address = url("papirer", draft)
    data = filled(administrator.get(address).text)
    for name in [name for name in data if name.startswith("papers-0-")]:
        del data[name]
    data.update({"papers-9-label": "Bekreftelse på økonomi", "papers-9-code": "", "papers-9-groups": "refugee"})
    data.update({"papers-10-label": "Bekreftelse på økonomi", "papers-10-code": ""})
    administrator.post(address, data=data)
    papers = rulebooks.numbered(2).policy.papers
    assert [one.code for one in papers][-2:] == ["bekreftelse_pa_okonomi", "bekreftelse_pa_okonomi_2"]
    assert "income" not in {one.code for one in papers}
    assert {one.value for one in papers[-2].groups} == {"refugee"}


def test_the_checklist_of_candidates_is_never_empty_and_the_contract_meetings_may_be(
    administrator: FlaskClient, draft: Rulebook
) -> None:
    told = visible(administrator.post(url("sjekkliste", draft), data={"version": "1"}, follow_redirects=True).text)
    assert "Minst ett. Det må være minst ett." in told
    assert Rulebook.objects.get(pk=draft.pk).version == 1
    administrator.post(url("kontraktsmote", draft), data={"version": "1"})
    assert rulebooks.numbered(2).letting.contract_points == ()
    assert "Ingenting er bestemt." in visible(administrator.get(f"{PAGE}/vis/?id={draft.pk}").text)


def test_factors_are_added_and_taken_out_one_by_one(administrator: FlaskClient, draft: Rulebook) -> None:
    levels = {"levels-0-label": "Nei", "levels-0-points": "0", "levels-1-label": "Ja", "levels-1-points": "2"}
    new = {"version": "1", "label": "Barn med særlige behov", "source": "Vedtak i kommunestyret", **levels}
    one_level = {name: value for name, value in new.items() if not name.startswith("levels-1")}
    address = url("momenter", draft, "ny")
    assert "Et moment må ha minst to nivåer." in visible(administrator.post(address, data=one_level).text)
    assert "Utkastet er lagret." in visible(administrator.post(address, data=new, follow_redirects=True).text)
    factors = rulebooks.numbered(2).policy.factors
    assert [level.code for level in factors[-1].levels] == ["nei", "ja"]
    assert (len(factors), factors[-1].code) == (5, "barn_med_saerlige_behov")
    assert "Utkastet er lagret." in saved(administrator, url("momenter", draft, "0"), gone="y")
    assert next(one.code for one in rulebooks.numbered(2).policy.factors) == "living_skills"
    for gone in ("9", "-1", "x", "", "1" * 400):
        assert administrator.get(url("momenter", draft, gone)).status_code == 404


def test_whoever_saw_an_old_page_changes_nothing(administrator: FlaskClient, draft: Rulebook) -> None:
    address = url("frister", draft)
    data = filled(administrator.get(address).text)
    saved(administrator, address, deadlines__appeal_weeks="4")
    data["deadlines__appeal_weeks"] = "5"
    told = visible(administrator.post(address, data=data, follow_redirects=True).text)
    assert "har endret" in told
    assert rulebooks.numbered(2).appeal_weeks == 4


def test_garbage_in_the_address_is_no_page(administrator: FlaskClient, draft: Rulebook) -> None:
    for address in (url("tull", draft), f"{PAGE}/del/?id={draft.pk}", f"{PAGE}/del/?id=x&del=frister"):
        assert administrator.get(address).status_code == 404, address
    empty = administrator.post(url("frister", draft), data={})
    assert (empty.status_code, Rulebook.objects.get(pk=draft.pk).version) == (200, 1)


# --- As a text -------------------------------------------------------------------------------------------------------


def uploaded(caller: FlaskClient, draft: Rulebook, content: bytes | None, version: int = 1) -> Any:
    data: dict[str, Any] = {"id": str(draft.pk), "version": str(version)}
    if content is not None:
        data["file"] = (io.BytesIO(content), "regelbok.toml")
    return caller.post(f"{PAGE}/last-opp/", data=data, follow_redirects=True)


def test_a_text_is_downloaded_changed_and_uploaded(administrator: FlaskClient, draft: Rulebook) -> None:
    answer = administrator.get(f"{PAGE}/tekst/?id={draft.pk}")
    assert answer.headers["Content-Disposition"] == "attachment; filename=regelbok-2.toml"
    assert content_of(answer.text) == rulebooks.content_of(draft)
    changed = answer.text.replace("appeal_weeks = 3", "appeal_weeks = 6  # vår egen").replace("\n", "\r\n")
    told = visible(uploaded(administrator, draft, b"\xef\xbb\xbf" + changed.encode()).text)
    assert "Utkastet er slik det står i filen." in told
    assert rulebooks.numbered(2).appeal_weeks == 6
    assert "# vår egen" in administrator.get(f"{PAGE}/tekst/?id={draft.pk}").text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "Velg en fil først."),
        (b"", "Verdien mangler"),
        (source().replace("posting_days = 3", "posting_days = -3").encode(),
         "Linje 8, «Brev i posten regnes som kommet fram etter»: Tallet kan ikke være negativt."),
        (source().replace("posting_days = 3", "postin_days = 3").encode(), "Linje 8, «Frister»: Dette finnes ikke"),
        (source().replace("posting_days = 3", "posting_days =").encode(), "Linje 8: Linjen kan ikke leses."),
        (b"\xff\xfe\x00", "Filen er ikke en ren tekst."),
        (b"a" * 400_001, "Filen er for stor"),
    ],
    ids=range(7),
)  # fmt: skip
def test_a_text_that_does_not_hold_is_refused_with_line_and_reason(
    administrator: FlaskClient, draft: Rulebook, content: bytes | None, told: str
) -> None:
    answer = uploaded(administrator, draft, content)
    assert answer.status_code == 422
    assert told in visible(answer.text)
    assert strange(answer.text) == []
    assert Rulebook.objects.get(pk=draft.pk).version == 1


def test_an_upload_from_an_old_page_stores_nothing(administrator: FlaskClient, draft: Rulebook) -> None:
    saved(administrator, url("frister", draft), deadlines__appeal_weeks="4")
    assert "har endret" in visible(uploaded(administrator, draft, source().encode()).text)
    assert rulebooks.numbered(2).appeal_weeks == 4


# --- Published -------------------------------------------------------------------------------------------------------


def test_the_impact_is_shown_and_the_draft_published_from_there(administrator: FlaskClient, draft: Rulebook) -> None:
    case = assessed(applicant=make_applicant(born_on=date(2006, 1, 1)), application_number="S2026900")
    saved(administrator, url("vilkar", draft), **{"requirements-0-at_least": "21"})
    page = administrator.get(f"{PAGE}/virkning/?id={draft.pk}").text
    told = visible(page)
    assert strange(page) == []
    assert "1 av 1 åpne vurderte saker" in told
    assert "S2026900 Under behandling Innvilge, 3 poeng Avslå, 3 poeng" in told
    assert "Vilkår Fylt 18 år Avgjøres: Regnes ut fra fødselsdatoen (minst 18 år)" in told
    draft.reload()
    assert not Application.objects.get(pk=case.pk).assessment_stale
    assert "Datoen er passert." in do(administrator, "regelbok", "publiser", draft, valid_from="21.11.2026")
    assert "Skriv datoen" in do(administrator, "regelbok", "publiser", draft)
    assert Rulebook.objects.get(pk=draft.pk).is_draft
    told = do(administrator, "regelbok", "publiser", draft, valid_from="22.11.2026")
    assert "Regelboken er publisert." in told
    assert "Denne versjonen gjelder nå" in told
    assert "Endret fra versjon 1" in told
    assert "Endre vilkår" not in told
    assert rulebooks.current(TODAY).number == 2
    assert Application.objects.get(pk=case.pk).assessment_stale


def test_what_was_changed_after_the_impact_was_shown_is_not_published(
    administrator: FlaskClient, draft: Rulebook
) -> None:
    saved(administrator, url("frister", draft), deadlines__appeal_weeks="4")
    assert "har endret" in do(administrator, "regelbok", "publiser", draft, version=1, valid_from="22.11.2026")
    assert rulebooks.current(TODAY).number == 1


def test_a_draft_that_is_overtaken_says_what_to_do(administrator: FlaskClient, draft: Rulebook) -> None:
    other = rulebooks.copy(1, "Den andre", ACTOR)
    do(administrator, "regelbok", "publiser", other, valid_from="22.11.2026")
    assert "men versjon 3 gjelder nå" in visible(administrator.get(f"{PAGE}/vis/?id={draft.pk}").text)
    told = do(administrator, "regelbok", "publiser", draft, valid_from="22.11.2026")
    assert "Lag en ny kopi av versjon 3" in told


def test_a_published_version_has_no_door_that_changes_it(administrator: FlaskClient) -> None:
    first = Rulebook.objects.get()
    page = visible(administrator.get(f"{PAGE}/vis/?id={first.pk}").text)
    assert "Lag en kopi å endre" in page
    assert "Endre vilkår" not in page
    for address in (url("frister", first), f"{PAGE}/last-opp/?id={first.pk}", f"{PAGE}/virkning/?id={first.pk}"):
        assert "tilstand der dette ikke kan gjøres" in visible(administrator.get(address, follow_redirects=True).text)
    for step in ("publiser", "forkast"):
        assert "tilstand" in do(administrator, "regelbok", step, first, valid_from="22.11.2026")
    assert administrator.post(url("frister", first), data={"version": "1", "title": "X"}).status_code == 302
    uploaded(administrator, first, source().replace("= 14", "= 15").encode())
    assert Rulebook.objects.get().version == 1


def test_a_dropped_draft_stays_to_be_read(administrator: FlaskClient, draft: Rulebook) -> None:
    assert "Utkastet er forkastet." in do(administrator, "regelbok", "forkast", draft)
    assert "verken endres eller publiseres" in visible(administrator.get(f"{PAGE}/vis/?id={draft.pk}").text)
    assert "tilstand" in do(administrator, "regelbok", "forkast", draft, version=2)
    assert Rulebook.objects.get(pk=draft.pk).version == 2


def test_leaders_read_and_change_nothing(leader: FlaskClient, draft: Rulebook) -> None:
    for address in (f"{PAGE}/vis/?id={draft.pk}", f"{PAGE}/virkning/?id={draft.pk}", f"{PAGE}/tekst/?id={draft.pk}"):
        assert leader.get(address).status_code == 200
    told = visible(leader.get(f"{PAGE}/virkning/?id={draft.pk}").text)
    assert "Publiser" not in told
    for address in (url("frister", draft), f"{PAGE}/kopi/?id={draft.pk}", f"{PAGE}/last-opp/?id={draft.pk}"):
        assert leader.get(address).status_code == 403
    for step in ("publiser", "forkast", "kopi"):
        assert leader.post(f"{PAGE}/{step}/", data={"id": str(draft.pk), "version": "1"}).status_code == 403
    assert Rulebook.objects.get(pk=draft.pk).version == 1


def test_a_draft_from_before_this_release_is_told_of_and_may_be_dropped(
    administrator: FlaskClient, draft: Rulebook
) -> None:
    Rulebook._get_collection().update_one({"rulebook_number": 2}, {"$unset": {"content.letters": 1}})
    for address in (url("brev", draft), url("frister", draft), f"{PAGE}/virkning/?id={draft.pk}"):
        told = visible(administrator.get(address, follow_redirects=True).text)
        assert "«Brevtekster: bokmål, innvilget»: Verdien mangler." in told
    assert "kan ikke leses" in visible(administrator.get(f"{PAGE}/vis/?id={draft.pk}").text)
    assert "Verdien mangler" in do(administrator, "regelbok", "publiser", draft, valid_from="22.11.2026")
    assert "Utkastet er forkastet." in do(administrator, "regelbok", "forkast", draft)
