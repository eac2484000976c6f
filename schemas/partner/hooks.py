"""Webhooks in the partner API, what was sent to them, and who calls."""

from marshmallow import fields

from rules.terms import DeliveryState, PartnerEvent, Scope, WebhookState
from schemas.partner.fields import Answer, Body, Code, Codes, Day, Id, Label, Moment, Text, Whole

EVENTS = tuple(event for event in PartnerEvent if event is not PartnerEvent.TEST)
EVENT_EXAMPLE = [PartnerEvent.REFERRAL_CREATED.value]
URL = "https://utleier.example/husrom"


def _events(description: str, *, among: tuple[PartnerEvent, ...], required: bool = False) -> Codes:
    inner = Code(PartnerEvent, "En hendelse.", among=among)
    return Codes(inner, description, EVENT_EXAMPLE, most=len(PartnerEvent), required=required)


class Webhook(Answer):
    """An address that is told of events."""

    id = Id("Varslingen i adressen: `/webhooks/{id}`.", "6721f0c2a5d1e9b3c4d5e6f7")
    url = Text("Adressen som det varsles til.", URL, most=500)
    events = _events("Hva det varsles om.", among=tuple(PartnerEvent))
    state = Code(WebhookState, "Om det varsles.")
    state_label = Label("state", "I bruk")
    made_on = Day("Dagen den ble satt opp.", "2026-11-01")
    failures = Whole("Antall feil på rad.", 0, least=0, most=1_000_000)
    last_error = Text("Den siste feilen.", "timeout", most=80, null=True)


class WebhookMade(Webhook):
    """A new address, with the secret that its messages are signed with."""

    secret = Text("Nøkkelen meldingene signeres med. Den vises denne ene gangen.", "whsec_…", most=200)


class WebhookRegistered(Body):
    """An address is to be told of events."""

    url = Text("En https-adresse på det åpne nettet.", URL, most=500, required=True)
    events = _events("Hva det skal varsles om.", among=EVENTS, required=True)


class WebhookChange(Body):
    """A change of an address that is told of events."""

    url = Text("En https-adresse på det åpne nettet.", URL, most=500)
    events = _events("Hva det skal varsles om.", among=EVENTS)
    state = Code(WebhookState, "Sett på pause, eller start igjen.", among=(WebhookState.ACTIVE, WebhookState.PAUSED))


class Delivery(Answer):
    """A message to an address."""

    id = Id("Meldingen i adressen: `/webhooks/{webhook_id}/deliveries/{id}`.", "NjcyMWYwYzI", most=400)
    event = Code(PartnerEvent, "Hendelsen.")
    event_label = Label("event", "En husstand er tilvist")
    state = Code(DeliveryState, "Om meldingen er levert.")
    state_label = Label("state", "Levert")
    tries = Whole("Antall forsøk.", 1, least=0, most=1000)
    queued_at = Moment("Når den ble lagt i kø.", "2026-11-21T12:00:00+00:00")
    next_at = Moment("Neste forsøk.", "2026-11-21T12:01:00+00:00", null=True)
    delivered_at = Moment("Når den ble levert.", "2026-11-21T12:00:01+00:00", null=True)
    status = Whole("Statuskoden dere svarte.", 200, least=0, most=999, null=True)
    error = Text("Den siste feilen.", "timeout", most=80, null=True)


class Me(Answer):
    """Who calls, for whom, and what is open to them."""

    organisation_number = Text("Utleierens organisasjonsnummer.", "922542570", most=9)
    name = Text("Utleieren.", "Prøve Eiendom AS", most=160)
    client = Text("Nøkkelens begynnelse, eller organisasjonen i tokenet.", "husrom_ab12cd34", most=200)
    supplier = Text("Leverandøren som kaller på utleierens vegne.", "991825827", most=20, null=True)
    scopes = fields.List(
        Code(Scope, "Et område."), metadata={"description": "Hva som er åpent.", "example": [Scope.DWELLINGS.value]}
    )
