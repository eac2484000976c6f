"""A landlord's agreements in the partner API, with the duties under each."""

from rules.terms import AgreementKind, AgreementState, DutyParty, DutyState
from schemas.partner.fields import Answer, Code, Day, Id, Label, Text, Whole


class Agreement(Answer):
    """An agreement between the landlord and the municipality."""

    id = Id("Avtalen i adressen: `/agreements/{id}`.", "~VGlsdmlzbmluZyA3", of="number")
    number = Text("Avtalens navn eller nummer.", "Tilvisning 7", most=160)
    kind = Code(AgreementKind, "Hva avtalen gir kommunen.")
    kind_label = Label("kind", "Tilvisning")
    state = Code(AgreementState, "Hvor avtalen står.", example=AgreementState.IN_FORCE)
    state_label = Label("state", "Løper")
    project = Text("Prosjektet.", "Fjordgløtt", most=120, null=True)
    homes = Whole("Antall boliger.", 20, least=1, most=2000, null=True)
    signed_on = Day("Dagen den ble inngått.", "2018-03-01", null=True)
    registered_on = Day("Dagen retten ble tinglyst.", "2018-05-02", null=True)
    loan_paid_out_on = Day("Dagen Husbankens lån ble utbetalt. Varigheten regnes herfra.", "2019-06-01", null=True)
    years = Whole("Varigheten i år.", 20, least=1, most=99, null=True)
    ends_on = Day("Dagen den løper ut.", "2039-06-01", null=True)
    ended_on = Day("Dagen den ble avsluttet.", "2039-06-01", null=True)


class Duty(Answer):
    """What is to be done under an agreement."""

    label = Text("Hva som skal gjøres.", "Årlig møte", most=160)
    party = Code(DutyParty, "Hvem som skal gjøre det.")
    party_label = Label("party", "Utleier")
    state = Code(DutyState, "Om plikten løper.")
    state_label = Label("state", "Løper")
    every_months = Whole("Hvor mange måneder det er mellom hver gang. Null: én gang.", 12, least=1, most=600, null=True)
    next_on = Day("Neste frist.", "2026-12-15", null=True)
