"""One of each letter with made-up people, in either form of Norwegian; by the name that test ids carry."""

import dataclasses
import tomllib
from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

from letters import (
    appeal_letters,
    appointment_letter,
    case_letters,
    case_print,
    decision_letter,
    ending_letters,
    followup_letters,
    incident_letters,
    lease_contract,
    minutes,
    move_demand,
    offer_letter,
    settlement_letter,
)
from letters.appeal_letters import AppealForwarded, AppealOutcome, AppealReceived, DeferredEffect
from letters.appointment_letter import AppointmentLetter
from letters.case_letters import ConsentRequest, MissingPapers, PreliminaryReply, PriorNotice, SlowNotice
from letters.case_print import CasePrint, PrintDocument, PrintSection, Withheld
from letters.decision_letter import DecisionLetter
from letters.ending_letters import Notice, Receipt, Rescission
from letters.followup_letters import HomeTalk
from letters.incident_letters import ComplaintAnswer, WrittenWarning
from letters.lease_contract import Home, LeaseContract
from letters.minutes import Attendee, CaseMinute, HomeMinute, Minutes
from letters.move_demand import MoveDemand
from letters.offer_letter import Offered, OfferLetter, RefusalHearing, RefusalJudged
from letters.paper import Drawn, Envelope, Sender
from letters.settlement_letter import FinalSettlement
from rules.endings import Owed, Split
from rules.lease_terms import Contract
from rules.terms import (
    AppealBody,
    ApplicationKind,
    AppliedBy,
    AppointmentKind,
    AppointmentPlace,
    BodyOutcome,
    DecisionOutcome,
    DepositRelease,
    EndingGround,
    ItemOutcome,
    LegalBasis,
    RentLineKind,
    RequirementResult,
    Security,
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


def contract(language: str = "nb", **values: Any) -> LeaseContract:
    """A short lease by § 11-1 with one extra line; `values` go to the terms where they are theirs."""
    terms: dict[str, Any] = {
        "starts_on": date(2026, 12, 1), "months": 12, "rent_ore": 800_000, "extras_ore": 25_050,
        "short_reason": "Venter på omsorgsbolig.", "security": Security.NAV_GUARANTEE, "security_ore": 2_400_000,
    }  # fmt: skip
    names = {one.name for one in fields(Contract)}
    terms |= {name: values.pop(name) for name in list(values) if name in names}
    home = Home(
        number="B1001", address="Storgata 1, 9405 ØSTVIK", unit_number="H0101", rooms=2, area_m2=54.5,
        extras=("storage", "parking"), pets=values.pop("pets", False),
    )  # fmt: skip
    given: dict[str, Any] = {
        "sender": SENDER, "number": "HK2026-0001", "tenant": "Åse Østlund", "born_on": date(1984, 5, 3),
        "language": language, "day": DAY, "home": home, "kind": "Leilighet", "terms": Contract(**terms),
        "lines": ((RentLineKind.BASE, 800_000), (RentLineKind.POWER, 25_050)), "due_day": 20, "kid": "9260000014",
        "keys_need_security": True,
    }  # fmt: skip
    return LeaseContract(**given | values)


HOME = Offered(
    kind="Leilighet", rooms=3, area_m2=64.5, floor=2, lift=True, rent_ore=812_500, address="Storgata 4\n9405 Østvik",
    free_from=date(2026, 12, 15), services=("tjenester om dagen", "tjenester om kvelden"),
)  # fmt: skip


def offer(language: str, **home: Any) -> Drawn:
    told = {"home": dataclasses.replace(HOME, **home), "answer_by": date(2026, 12, 7), "texts": TEXTS[language]}
    return offer_letter.draw_offer(OfferLetter(envelope=envelope(language), **told))  # type: ignore[arg-type]


def refusal(language: str, *, justified: bool = False, until: date | None = date(2027, 5, 27)) -> Drawn:
    told = RefusalJudged(
        envelope=envelope(language), offered_on=DECIDED, justified=justified, reasons="Boligen er stor nok.",
        until=until, texts=TEXTS[language], appeal_body=AppealBody.APPEALS_BOARD, appeal_weeks=3,
    )  # fmt: skip
    return offer_letter.draw_judged(told)


def hearing(language: str, *, answered: bool = True) -> Drawn:
    told = RefusalHearing(
        envelope=envelope(language), offered_on=DECIDED, answered=answered, answer_by=date(2026, 12, 14),
        texts=TEXTS[language],
    )  # fmt: skip
    return offer_letter.draw_hearing(told)


def appointment(language: str, kind: AppointmentKind = AppointmentKind.VIEWING, **values: Any) -> Drawn:
    given: dict[str, Any] = {
        "envelope": envelope(language), "kind": kind, "starts_at": datetime(2026, 12, 2, 12, 0, tzinfo=UTC),
        "minutes": 45, "place": AppointmentPlace.DWELLING, "address": "Storgata 4\n9405 Østvik",
    }  # fmt: skip
    return appointment_letter.draw_appointment(AppointmentLetter(**given | values))


def of_lease(language: str) -> Envelope:
    return envelope(language, case_number="K5001", of_lease=True, archive_number=None)


def _to_neighbour(language: str, *, handled: bool) -> ComplaintAnswer:
    to = envelope(
        language, addresses=("Nabo Naboesen\nSamagata 12 A\n9405 Østvik",), case_number="H2026-0001",
        own_reference=True, archive_number=None, caseworker=None,
    )  # fmt: skip
    return ComplaintAnswer(envelope=to, received_on=DECIDED, handled=handled, contact=TEXTS[language]["contact"])


GROUNDS = (EndingGround.UNPAID_RENT, EndingGround.DISORDER)
LETTERS: dict[str, Callable[[str], Drawn]] = {
    "offer": offer,
    "offer to a protected party": lambda form: offer(form, address=None, free_from=None),
    "why refused": hearing,
    "why no answer": lambda form: hearing(form, answered=False),
    "refused without good reason": refusal,
    "refused with good reason": lambda form: refusal(form, justified=True, until=None),
    "refused without consequence": lambda form: refusal(form, until=None),
    "notice": lambda form: ending_letters.draw_notice(
        Notice(
            envelope=of_lease(form), grounds=GROUNDS, reasons="Husleien for september og oktober er ubetalt.",
            ends_on=date(2027, 2, 28), best_interest="Barna kan bytte skole etter jul.",
        )
    ),
    "rescission": lambda form: ending_letters.draw_rescission(
        Rescission(
            envelope=of_lease(form), grounds=GROUNDS, reasons="Naboer er truet flere ganger.",
            out_by=date(2026, 12, 15), warned_on=DECIDED,
        )
    ),
    "notice received": lambda form: ending_letters.draw_receipt(
        Receipt(envelope=of_lease(form), given_on=DECIDED, ends_on=date(2027, 2, 28))
    ),
    "demand to move": lambda form: move_demand.draw(
        MoveDemand(
            envelope=of_lease(form), ended_on=date(2026, 10, 31), out_by=date(2027, 1, 31),
            reasons="Inntekten er blitt for høy for kommunal bolig.",
        )
    ),
    "final settlement": lambda form: settlement_letter.draw(
        FinalSettlement(
            envelope=of_lease(form), ended_on=DECIDED, owed=Owed(rent_ore=800_000, claim_ore=150_000),
            security_ore=2_400_000, split=Split(kept_ore=950_000, returned_ore=1_450_000, left_ore=0),
            release=DepositRelease.CONSENT,
        )
    ),
    "final settlement with debt": lambda form: settlement_letter.draw(
        FinalSettlement(
            envelope=of_lease(form), ended_on=DECIDED, owed=Owed(rent_ore=800_050), security_ore=0,
            split=Split(kept_ore=0, returned_ore=0, left_ore=800_050),
        )
    ),
    "written warning": lambda form: incident_letters.draw_warning(
        WrittenWarning(
            envelope=of_lease(form), contact=TEXTS[form]["contact"],
            happened="Natt til 14. november 2026 var det høy musikk fra klokka 01.00 til klokka 05.00.",
            expected="Det skal være ro i boligen mellom klokka 23.00 og klokka 07.00.",
        )
    ),
    "answer to a neighbour": lambda form: incident_letters.draw_answer(_to_neighbour(form, handled=False)),
    "answer to a neighbour when all is done": lambda form: incident_letters.draw_answer(
        _to_neighbour(form, handled=True)
    ),
    "talk about a home of one's own": lambda form: followup_letters.draw_home_talk(
        HomeTalk(
            envelope=of_lease(form), on=date(2026, 12, 3), clock="13:00", at_home=False, interpreter="tigrinja",
            contact=TEXTS[form]["contact"],
        )
    ),
    "viewing": appointment,
    "contract meeting moved": lambda form: appointment(
        form, AppointmentKind.SIGNING, place=AppointmentPlace.OFFICE, changed=True
    ),
    "viewing called off": lambda form: appointment(form, cancelled=True),
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
    "contract": lambda form: lease_contract.draw(contract(form)),
    "minutes": _minutes,
    "print of the case": _print,
}  # fmt: skip
