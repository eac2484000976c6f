"""The registers of cases: applications and appeals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rules.terms import (
    AppealState,
    ApplicationKind,
    ApplicationState,
    AppliedBy,
    DecisionOutcome,
    HousingSituation,
    IdentityKind,
    ServiceNeed,
    TargetGroup,
)
from schemas.identity import parse_email, parse_phone, parse_postcode
from schemas.parsing import parse_day, parse_language, parse_yes_no, terms, text, whole, words
from schemas.registers import MISSING, Cell, Identity, PastDay, RegisterSchema

SITUATIONS = (
    HousingSituation.NO_DWELLING,
    HousingSituation.AT_RISK,
    HousingSituation.UNSUITABLE,
    HousingSituation.WITH_FAMILY_OR_FRIENDS,
    HousingSituation.PRIVATE_RENTAL,
    HousingSituation.INSTITUTION,
)
# The word of the file → the state it is brought in with, and what was decided.
STATUSES = {
    "Mottatt": (ApplicationState.RECEIVED, None),
    "Under behandling": (ApplicationState.IN_ASSESSMENT, None),
    "Innvilget": (ApplicationState.WAITING, DecisionOutcome.GRANTED),
    "Avslag": (ApplicationState.REFUSED, DecisionOutcome.REFUSED),
    "Trukket": (ApplicationState.WITHDRAWN, None),
}
APPEAL_STATUSES = {
    "Til ny vurdering": AppealState.UNDER_REASSESSMENT,
    "Oversendt klagenemnda": AppealState.FORWARDED,
}


@dataclass(frozen=True, kw_only=True)
class ApplicationRow:
    """An application with its applicant (soknader.csv); `outcome` and `decided_on` where it has been decided."""

    application_number: str
    received_on: date
    identity_number: str = field(repr=False)
    identity_kind: IdentityKind | None
    born_on: date | None = field(repr=False)
    first_name: str = field(repr=False)
    last_name: str = field(repr=False)
    address: str | None = field(repr=False)
    postcode: str | None
    place: str | None
    phone: str | None = field(repr=False)
    email: str | None = field(repr=False)
    target_group: TargetGroup
    adults: int
    children: int
    applied_by: AppliedBy
    situation: HousingSituation
    rooms_wanted: int | None
    service_need: ServiceNeed | None
    interpreter: str | None
    resident: bool
    kind: ApplicationKind
    state: ApplicationState
    outcome: DecisionOutcome | None
    preliminary_reply_on: date | None
    decided_on: date | None
    caseworker: str


class ApplicationSchema(RegisterSchema[ApplicationRow]):
    """soknader.csv."""

    row_class = ApplicationRow

    application_number = Cell("Søknadsnr", text(30))
    received_on = PastDay("Mottatt")
    identity = Identity("Fødselsnr")
    first_name = Cell("Fornavn", text(80))
    last_name = Cell("Etternavn", text(80))
    address = Cell("Adresse", text(120), optional=True)
    postcode = Cell("Postnr", parse_postcode, optional=True)
    place = Cell("Poststed", text(60), optional=True)
    phone = Cell("Mobil", parse_phone, optional=True)
    email = Cell("E-post", parse_email, optional=True)
    target_group = Cell("Målgruppe", terms("målgruppe", *TargetGroup))
    adults = Cell("Voksne", whole(1, 20))
    children = Cell("Barn", whole(0, 20))
    applied_by = Cell("Søkt av", terms("søker", *AppliedBy))
    situation = Cell("Bosituasjon", terms("bosituasjon", *SITUATIONS))
    rooms_wanted = Cell("Ønsket antall rom", whole(1, 10), optional=True)
    service_need = Cell("Tjenestebehov", terms("tjeneste", *ServiceNeed), optional=True)
    interpreter = Cell("Tolk", parse_language, optional=True)
    resident = Cell("Folkeregistrert i kommunen", parse_yes_no)
    kind = Cell("Søknadstype", terms("søknadstype", *ApplicationKind))
    status = Cell("Status", words("status", STATUSES))
    preliminary_reply_on = PastDay("Foreløpig svar sendt", optional=True)
    decided_on = PastDay("Vedtaksdato", optional=True)
    caseworker = Cell("Saksbehandler", parse_email)

    def contradictions(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Nothing happens before the application is received; what is decided has a day."""
        wrong = {}
        received = values.get("received_on")
        for name, what in (("preliminary_reply_on", "Foreløpig svar"), ("decided_on", "Vedtaket")):
            if received and values.get(name) and values[name] < received:
                wrong[name] = f"{what} kan ikke være fra før søknaden ble mottatt ({received:%d.%m.%Y})."
        _, outcome = values.get("status", (None, None))
        if outcome and "decided_on" in values and not values["decided_on"]:
            wrong["decided_on"] = f"Mangler. Status {outcome.label} krever vedtaksdato."
        # Only one who has no home has no address either.
        if values.get("situation") not in (None, HousingSituation.NO_DWELLING):
            wrong |= {name: MISSING for name in ("address", "postcode", "place") if values.get(name, "wrong") is None}
        return wrong

    def facts(self, values: dict[str, Any]) -> dict[str, Any]:
        state, outcome = values.pop("status")
        if outcome is DecisionOutcome.GRANTED and values["kind"] is ApplicationKind.EXTENSION:
            state = ApplicationState.HOUSED
        number = values.pop("identity")
        person = {"identity_number": number.number, "identity_kind": number.kind, "born_on": number.born}
        return {**values, **person, "state": state, "outcome": outcome}


@dataclass(frozen=True, kw_only=True)
class AppealRow:
    """An appeal against the decision of that date on that application (klager.csv)."""

    application: str
    decided_on: date
    notice_arrived_on: date
    received_on: date
    state: AppealState


class AppealSchema(RegisterSchema[AppealRow]):
    """klager.csv."""

    row_class = AppealRow

    application = Cell("Søknadsnr", text(30))
    decided_on = PastDay("Vedtaksdato")
    notice_arrived_on = Cell("Vedtak kom frem", parse_day)
    received_on = PastDay("Klage mottatt")
    state = Cell("Status", words("status", APPEAL_STATUSES))

    def contradictions(self, values: Mapping[str, Any]) -> dict[str, str]:
        """A decision arrives, and is appealed, on its own day at the earliest (arrival may be presumed: ahead)."""
        decided = values.get("decided_on")
        return {
            name: f"Datoen er før vedtaksdatoen ({decided:%d.%m.%Y})."
            for name in ("notice_arrived_on", "received_on")
            if decided and values.get(name) and values[name] < decided
        }
