"""A landlord's homes in the partner API: dwellings, homes proposed, notices of vacant ones."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validates_schema

from rules.terms import Disposal, DwellingState, DwellingType, NoticeOrigin, NoticeState, ProposalState
from schemas.partner.faults import Fault
from schemas.partner.fields import Answer, Body, Code, Day, Decimal, Id, Kroner, Label, Rent, Text, Whole, YesNo

ENERGY = r"^[A-G]$"
UNIT_NUMBER = r"^[HULK]\d{4}$"
WITHDRAWN = NoticeState.WITHDRAWN


class Dwelling(Answer):
    """A home of the landlord's."""

    id = Id("Boligen i adressen: `/dwellings/{id}`.", "B1001", of="number")
    number = Text("Kommunens bolignummer.", "B1001", most=30)
    address = Text("Gateadressen.", "Sjøgata 2 B", most=120)
    postcode = Text("Postnummeret.", "9405", most=4, least=4, pattern=r"^\d{4}$")
    place = Text("Poststedet.", "HARSTAD", most=60, null=True)
    unit_number = Text("Bruksenhetsnummeret.", "H0201", most=5, pattern=UNIT_NUMBER, null=True)
    kind = Code(DwellingType, "Hva slags bolig det er.")
    kind_label = Label("kind", "Leilighet")
    state = Code(DwellingState, "Om boligen kan leies ut.")
    state_label = Label("state", "I bruk")
    rooms = Whole("Antall rom.", 2, least=1, most=20)
    bedrooms = Whole("Antall soverom.", 1, least=0, most=20, null=True)
    area_m2 = Decimal("Bruksareal i kvadratmeter.", 48.5, least=1, most=2000, null=True)
    floor = Whole("Etasjen.", 2, least=-5, most=60, null=True)
    lift = YesNo("Om det er heis.", True)
    wheelchair = YesNo("Om boligen er tilgjengelig for rullestol.", False)
    balcony = YesNo("Om det er balkong.", True)
    storage = YesNo("Om det er bod.", True)
    parking = YesNo("Om det er parkering.", False)
    pets_allowed = YesNo("Om dyrehold er tillatt.", True)
    furnished = YesNo("Om boligen er møblert.", False)
    heating = Text("Oppvarmingen.", "Fjernvarme", most=60, null=True)
    energy_label = Text("Energimerket, fra A til G.", "C", most=1, pattern=ENERGY, null=True)
    disposal = Code(Disposal, "Hvordan kommunen disponerer boligen.", example=Disposal.REFERRAL)
    disposal_label = Label("disposal", "Tilvisning")
    project = Text("Prosjektet som boligen hører til.", "Fjordgløtt", most=120, null=True)
    rent_ore = Kroner("Husleie per måned i øre.", 950_000)


class DwellingProposed(Body):
    """A home that the landlord proposes under an agreement that stands."""

    project = Text("Navnet på prosjektet, som i avtalen.", "Fjordgløtt", most=120, required=True)
    address = Text("Gateadressen.", "Sjøgata 2 B", most=120, required=True)
    postcode = Text("Postnummeret.", "9405", most=4, least=4, pattern=r"^\d{4}$", required=True)
    unit_number = Text("Bruksenhetsnummeret.", "H0201", most=5, least=5, pattern=UNIT_NUMBER, null=True)
    kind = Code(DwellingType, "Hva slags bolig det er.", required=True)
    rooms = Whole("Antall rom.", 2, least=1, most=20, required=True)
    area_m2 = Decimal("Bruksareal i kvadratmeter.", 48.5, least=1, most=2000, required=True)
    floor = Whole("Etasjen.", 2, least=-5, most=60, null=True)
    lift = YesNo("Om det er heis. Uten feltet: nei.", True)
    wheelchair = YesNo("Om boligen er tilgjengelig for rullestol. Uten feltet: nei.", False)
    rent_ore = Rent("Husleie per måned i øre.", 950_000, required=True)
    reference = Text("Deres egen referanse.", "UTL-17", most=60, null=True)


class DwellingChange(Body):
    """What a landlord may change of its home by itself; its place and size, the municipality registers."""

    balcony = YesNo("Om det er balkong.", True)
    storage = YesNo("Om det er bod.", True)
    parking = YesNo("Om det er parkering.", False)
    pets_allowed = YesNo("Om dyrehold er tillatt.", True)
    furnished = YesNo("Om boligen er møblert.", False)
    heating = Text("Oppvarmingen.", "Fjernvarme", most=60, null=True)
    energy_label = Text("Energimerket, fra A til G.", "C", most=1, pattern=ENERGY, null=True)
    rent_ore = Rent("Husleie per måned i øre.", 950_000)


class Home(Answer):
    """The facts of a home that is proposed."""

    address = Text("Gateadressen.", "Sjøgata 2 B", most=120)
    postcode = Text("Postnummeret.", "9405", most=4, least=4, pattern=r"^\d{4}$")
    unit_number = Text("Bruksenhetsnummeret.", "H0201", most=5, pattern=UNIT_NUMBER, null=True)
    kind = Code(DwellingType, "Hva slags bolig det er.")
    kind_label = Label("kind", "Leilighet")
    rooms = Whole("Antall rom.", 2, least=1, most=20)
    area_m2 = Decimal("Bruksareal i kvadratmeter.", 48.5, least=1, most=2000)
    floor = Whole("Etasjen.", 2, least=-5, most=60, null=True)
    lift = YesNo("Om det er heis.", True)
    wheelchair = YesNo("Om boligen er tilgjengelig for rullestol.", False)
    rent_ore = Kroner("Husleie per måned i øre.", 950_000)


class DwellingProposal(Answer):
    """A home that the landlord proposes, and what the municipality made of it."""

    id = Id("Forslaget i adressen: `/dwelling-proposals/{id}`.", "FB2026-0001", of="number")
    state = Code(ProposalState, "Om kommunen har vurdert forslaget.")
    state_label = Label("state", "Til godkjenning")
    project = Text("Prosjektet.", "Fjordgløtt", most=120, null=True)
    home = fields.Nested(Home, metadata={"description": "Boligen slik den ble foreslått."})
    reference = Text("Deres egen referanse.", "UTL-17", most=60, null=True)
    received_on = Day("Dagen kommunen tok imot forslaget.", "2026-11-20")
    decided_on = Day("Dagen forslaget ble vurdert.", "2026-11-24", null=True)
    reasons = Text("Kommunens begrunnelse.", "Boligen er utenfor avtalen.", most=2000, null=True)
    dwelling = Id("Boligen som forslaget ble til: `/dwellings/{id}`.", "B1001", null=True)


class Vacancy(Answer):
    """A notice that a home becomes free."""

    id = Id("Ledigmeldingen i adressen: `/vacancies/{id}`.", "M2026-0001", of="number")
    dwelling = Id("Boligen: `/dwellings/{id}`.", "B1001")
    agreement = Id("Avtalen som boligen hører under: `/agreements/{id}`.", "TV-7", null=True)
    state = Code(NoticeState, "Hva som har skjedd med meldingen.")
    state_label = Label("state", "Meldt")
    origin = Code(NoticeOrigin, "Hvordan meldingen kom inn.")
    reported_on = Day("Dagen den ble meldt.", "2026-11-20")
    available_from = Day("Første dag boligen kan leies.", "2026-12-01")
    answer_by = Day("Siste dag for kommunen til å vise til en husstand.", "2026-12-04")
    rent_ore = Kroner("Husleie per måned i øre.", 950_000)
    rent_covers = Text("Hva husleien dekker.", "Varme og vann", most=400, null=True)
    note = Text("Om boligen.", "Nymalt.", most=1000, null=True)
    answered_on = Day("Dagen kommunen svarte.", "2026-11-22", null=True)
    referral = Id("Tilvisningen som står, eller som ble til en leieavtale.", "TV2026-0001", null=True)


class VacancyReported(Body):
    """A home becomes free."""

    dwelling = Id("Boligen: `id` fra `/dwellings`.", "B1001", required=True)
    available_from = Day("Første dag boligen kan leies.", "2026-12-01", required=True)
    answer_by = Day(
        "Siste dag for kommunen til å vise til en husstand. Uten feltet: kommunens vanlige frist.",
        "2026-12-04",
        null=True,
    )
    rent_ore = Rent("Husleie per måned i øre.", 950_000, required=True)
    rent_covers = Text("Hva husleien dekker.", "Varme og vann", most=400, null=True)
    note = Text("Om boligen, aldri om personer.", "Nymalt.", most=1000, null=True)


class VacancyChange(Body):
    """A change of a notice, or its withdrawal: then `state` stands alone."""

    state = Code(NoticeState, "Trekk meldingen. Da kan ikke andre felt være med.", among=(WITHDRAWN,))
    available_from = Day("Første dag boligen kan leies.", "2026-12-01")
    answer_by = Day("Siste dag for kommunen til å vise til en husstand.", "2026-12-04")
    rent_ore = Rent("Husleie per måned i øre.", 950_000)
    rent_covers = Text("Hva husleien dekker.", "Varme og vann", most=400, null=True)
    note = Text("Om boligen, aldri om personer.", "Nymalt.", most=1000, null=True)

    @validates_schema
    def withdrawn_alone(self, data: Mapping[str, Any], **_: Any) -> None:
        """A withdrawn notice is not changed as well."""
        others = ", ".join(sorted(set(data) - {"state"}))
        if "state" in data and others:
            raise ValidationError({"state": [Fault("alone", with_field=others)]})
