"""One of each letter with made-up people, in either form of Norwegian; by the name that test ids carry."""

import tomllib
from collections.abc import Callable
from datetime import date
from typing import Any

from letters import appeal_letters, case_letters, case_print, decision_letter, minutes
from letters.appeal_letters import AppealForwarded, AppealOutcome, AppealReceived, DeferredEffect
from letters.case_letters import ConsentRequest, MissingPapers, PreliminaryReply, PriorNotice, SlowNotice
from letters.case_print import CasePrint, PrintDocument, PrintSection, Withheld
from letters.decision_letter import DecisionLetter
from letters.minutes import Attendee, CaseMinute, HomeMinute, Minutes
from letters.paper import Drawn, Envelope, Sender
from rules.terms import (
    AppealBody,
    ApplicationKind,
    AppliedBy,
    BodyOutcome,
    DecisionOutcome,
    ItemOutcome,
    LegalBasis,
    RequirementResult,
)
from tests.conftest import ROOT

DAY = date(2026, 11, 27)
DECIDED = date(2026, 11, 2)
SENDER = Sender(
    municipality="Østvik kommune", office="Boligkontoret sentrum", phone="70 00 00 00", email="bolig@ostvik.example"
)
TEXTS = tomllib.loads((ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8"))["letters"]
REASONS = "Kontrakten er sagt opp til 31. januar 2027.\n\nStartlån er vurdert og ikke mulig nå."
MUSTS = (
    ("Fylt 18 år", RequirementResult.MET),
    ("Folkeregistrert i kommunen", RequirementResult.EXEMPT),
    ("Nåværende bolig er uegnet", RequirementResult.NOT_MET),
)


def envelope(language: str, **values: Any) -> Envelope:
    given: dict[str, Any] = {
        "sender": SENDER, "addresses": ("Åse Ærlig\nStorgata 12\n9405 Østvik",), "case_number": "S2026007",
        "archive_number": "26/01234", "day": DAY, "language": language, "caseworker": "Kari Sætre",
    }  # fmt: skip
    return Envelope(**given | values)


def decision(language: str, outcome: DecisionOutcome, **values: Any) -> Drawn:
    given: dict[str, Any] = {
        "envelope": envelope(language), "outcome": outcome, "kind": ApplicationKind.NEW,
        "basis": LegalBasis.LOCAL_GUIDELINES, "appeal_body": AppealBody.APPEALS_BOARD, "appeal_weeks": 3,
        "reasons": REASONS, "weighed": "Barna trenger en trygg bolig nær skolen.", "texts": TEXTS[language],
    }  # fmt: skip
    return decision_letter.draw(DecisionLetter(**given | values))


def granted(language: str, **values: Any) -> Drawn:
    given: dict[str, Any] = {
        "dwelling_type": "Leilighet", "need": ("3 rom", "trinnfri adkomst"), "lease_months": 36, "on_list": True,
        "musts": MUSTS[:2], "views": "Jeg vil bo nær skolen.",
    }  # fmt: skip
    return decision(language, DecisionOutcome.GRANTED, **given | values)


def _appeal_outcome(language: str, **values: Any) -> Drawn:
    given: dict[str, Any] = {
        "envelope": envelope(language), "decided_on": DECIDED, "outcome": BodyOutcome.UPHELD,
        "outcome_on": date(2026, 11, 20), "reasons": REASONS, "appeal_body": AppealBody.COUNTY_GOVERNOR,
    }  # fmt: skip
    return appeal_letters.draw_appeal_outcome(AppealOutcome(**given | values))


def _minutes(language: str) -> Drawn:
    return minutes.draw_minutes(
        Minutes(
            sender=SENDER, number="M2026-12", held_on=date(2026, 11, 26), starts_at="12:00", ended_at="13:30",
            place="Rådhuset, møterom 3", chair="Berit Leder", day=DAY, language=language,
            members=(Attendee("Berit Leder", "Eiendom", True), Attendee("Nils Navn", "NAV", False)),
            items=(
                CaseMinute(
                    number="S2026007", outcome=ItemOutcome.DECIDED, decision=DecisionOutcome.GRANTED,
                    basis=LegalBasis.LOCAL_GUIDELINES, left=("Nils Navn",), note="Enstemmig.",
                ),
                CaseMinute(number="S2026009", outcome=ItemOutcome.POSTPONED),
                CaseMinute(number="S2026010", outcome=None),
            ),
            homes=(
                HomeMinute(
                    number="L2026-0007", outcome=ItemOutcome.DECIDED, application="S2026011", members=("Berit Leder",),
                    reasons="Har størst behov.", over=((("S2026012", "S2026013"), "Trenger flere rom."),),
                    left=("Nils Navn",),
                ),
                HomeMinute(number="L2026-0008", outcome=ItemOutcome.POSTPONED, note="Venter på brannvesenet."),
            ),
        )
    )  # fmt: skip


def _print(language: str) -> Drawn:
    return case_print.draw_case_print(
        CasePrint(
            envelope=envelope(language),
            sections=(
                PrintSection(heading="Søknaden", rows=(("Søknadstype", "Ny"),), texts=(("Årsak", REASONS),)),
                PrintSection(heading="Klager"),
            ),
            documents=(PrintDocument(day=DECIDED, title="Søknad med vedlegg", note="Ligger ved"),),
            withheld=(Withheld(what="Notat, side 2", because="Gjelder en annen person"),),
        )
    )


def _in_case(draw: Callable[[Any], Drawn], kind: type[Any], language: str, **values: Any) -> Drawn:
    given = {"envelope": envelope(language), "kind": ApplicationKind.NEW, "received_on": DECIDED}
    return draw(kind(**given | values))


def _appealed(draw: Callable[[Any], Drawn], kind: type[Any], language: str, **values: Any) -> Drawn:
    given = {"envelope": envelope(language), "decided_on": DECIDED, "appeal_body": AppealBody.APPEALS_BOARD}
    return draw(kind(**given | values))


LETTERS: dict[str, Callable[[str], Drawn]] = {
    "granted": granted,
    "extended": lambda form: granted(form, kind=ApplicationKind.EXTENSION, dwelling_type=None, need=(), on_list=False),
    "swapped": lambda form: granted(form, kind=ApplicationKind.SWAP),
    "refused": lambda form: decision(form, DecisionOutcome.REFUSED, musts=MUSTS),
    "dismissed": lambda form: decision(form, DecisionOutcome.DISMISSED),
    "withdrawn": lambda form: decision(form, DecisionOutcome.WITHDRAWN),
    "changed by own reassessment": lambda form: granted(form, by_appeal=True),
    "refused by an act": lambda form: decision(
        form, DecisionOutcome.REFUSED, basis=LegalBasis.HOUSING_SOCIAL_ACT, appeal_body=AppealBody.COUNTY_GOVERNOR
    ),
    "preliminary reply": lambda form: _in_case(
        case_letters.draw_preliminary_reply, PreliminaryReply, form, because="Vi venter på helsetjenesten.",
        expected_on=date(2027, 1, 15),
    ),
    "slow case": lambda form: _in_case(case_letters.draw_slow_notice, SlowNotice, form, because="Vi har mange."),
    "missing papers": lambda form: _in_case(
        case_letters.draw_missing_papers, MissingPapers, form, papers=("Dokumentasjon på inntekt", "Skattemelding"),
        due_on=date(2026, 12, 14), note="Du kan levere papirene på rådhuset.",
    ),
    "consent": lambda form: _in_case(
        case_letters.draw_consent_request, ConsentRequest, form, applied_by=AppliedBy.HOSPITAL,
        initiator="Østvik sykehus", due_on=date(2026, 12, 14),
    ),
    "prior notice": lambda form: case_letters.draw_prior_notice(
        PriorNotice(
            envelope=envelope(form), decided_on=DECIDED, new_facts="Du har kjøpt bolig.", answer_by=date(2026, 12, 14)
        )
    ),
    "appeal received": lambda form: _appealed(
        appeal_letters.draw_appeal_received, AppealReceived, form, received_on=date(2026, 11, 26), in_time=False,
        deadline=date(2026, 11, 25), reassess_by=date(2026, 12, 17),
    ),
    "appeal forwarded": lambda form: _appealed(
        appeal_letters.draw_appeal_forwarded, AppealForwarded, form, received_on=date(2026, 11, 20), forwarded_on=DAY,
        statement=REASONS,
    ),
    "appeal decided": _appeal_outcome,
    "dismissal sent on": lambda form: _appealed(
        appeal_letters.draw_appeal_forwarded, AppealForwarded, form, received_on=date(2026, 11, 20), forwarded_on=DAY,
        statement="Klagen kom etter fristen.", dismissed_on=date(2026, 11, 16),
    ),
    "dismissal set aside": lambda form: _appeal_outcome(
        form, outcome=BodyOutcome.RETURNED, dismissed_on=date(2026, 11, 16)
    ),
    "appeal dismissed by us": lambda form: _appeal_outcome(
        form, outcome=BodyOutcome.DISMISSED, by_body=False, texts=TEXTS[form]
    ),
    "deferred effect": lambda form: _appealed(
        appeal_letters.draw_deferred_effect, DeferredEffect, form, asked_on=date(2026, 11, 20), granted=True,
        reasons=REASONS,
    ),
    "minutes": _minutes,
    "print of the case": _print,
}  # fmt: skip
