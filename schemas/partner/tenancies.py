"""Leases in the partner API, and what landlords report of them."""

from rules.terms import EndReason, LeaseState, ReportKind, ReportState, Security
from schemas.partner.fields import Answer, Body, Code, Day, Id, Kroner, Label, Rent, Text


class Lease(Answer):
    """A lease between the landlord and a household. Whom it is with stands in the referral, and there alone."""

    id = Id("Leieforholdet i adressen: `/leases/{id}`.", "K5001", of="number")
    number = Text("Kontraktsnummeret hos kommunen.", "K5001", most=30)
    dwelling = Id("Boligen: `/dwellings/{id}`.", "B1001", null=True)
    referral = Id("Tilvisningen som førte hit: `/referrals/{id}`.", "TV2026-0001", null=True)
    reference = Text("Deres egen referanse.", "KONTRAKT-88", most=60, null=True)
    state = Code(LeaseState, "Hvor leieforholdet står.", example=LeaseState.OCCUPYING)
    state_label = Label("state", "Løpende")
    signed_on = Day("Dagen avtalen ble undertegnet.", "2026-11-28", null=True)
    starts_on = Day("Første dag.", "2026-12-01")
    ends_on = Day("Siste dag, om avtalen er tidsbestemt.", "2029-11-30", null=True)
    rent_ore = Kroner("Husleie per måned i øre, slik den er i dag.", 950_000)
    security = Code(Security, "Sikkerheten.", null=True)
    security_label = Label("security", "Kommunal garanti", null=True)
    security_ore = Kroner("Sikkerhetens beløp i øre.", 2_850_000, null=True)
    ended_on = Day("Dagen leieforholdet ble avsluttet.", "2029-11-30", null=True)


class LeaseSigned(Body):
    """A lease is signed with the household of a referral."""

    referral = Id("Tilvisningen: `id` fra `/referrals`.", "TV2026-0001", required=True)
    reference = Text("Deres egen referanse.", "KONTRAKT-88", most=60, required=True)
    signed_on = Day("Dagen avtalen ble undertegnet.", "2026-11-28", required=True)
    starts_on = Day("Første dag.", "2026-12-01", required=True)
    ends_on = Day("Siste dag, om avtalen er tidsbestemt.", "2029-11-30", null=True)
    rent_ore = Rent("Husleie per måned i øre.", 950_000, required=True)
    security = Code(Security, "Sikkerheten.", null=True)
    security_ore = Kroner("Sikkerhetens beløp i øre.", 2_850_000, null=True)


class LeaseReport(Answer):
    """What the landlord has reported of a lease. Fields that belong to another kind are null."""

    id = Id("Meldingens nummer.", "ME2026-0001", of="number")
    lease = Id("Leieforholdet: `/leases/{id}`.", "K5001")
    kind = Code(ReportKind, "Hva som er meldt.")
    kind_label = Label("kind", "Varsel om restanse")
    state = Code(ReportState, "Om kommunen har fulgt det opp.")
    state_label = Label("state", "Mottatt")
    received_on = Day("Dagen kommunen tok imot meldingen.", "2026-11-20")
    owed_ore = Kroner("Skyldig beløp i øre.", 1_900_000, null=True)
    oldest_due = Day("Forfallsdagen til det eldste kravet.", "2026-10-01", null=True)
    new_rent_ore = Rent("Den nye husleien per måned i øre.", 975_000, null=True)
    from_on = Day("Første dag med ny husleie.", "2027-01-01", null=True)
    signed_on = Day("Dagen leieavtalen ble undertegnet.", "2026-11-28", null=True)
    ends_on = Day(
        "Siste dag i leietiden, i en signert leieavtale eller en endring. Null: tidsubestemt, eller ikke meldt.",
        "2030-11-30",
        null=True,
    )
    ended_on = Day("Dagen leieforholdet ble avsluttet.", "2029-11-30", null=True)
    end_reason = Code(EndReason, "Hvordan det ble avsluttet.", null=True)
    end_reason_label = Label("end_reason", "Leietakeren sa opp", null=True)


class RentChanged(Body):
    """The rent of a lease is changed (husleieloven kap. 4)."""

    rent_ore = Rent("Den nye husleien per måned i øre.", 975_000, required=True)
    from_on = Day("Første dag med ny husleie.", "2027-01-01", required=True)


class TermChanged(Body):
    """Another term is agreed on."""

    ends_on = Day(
        "Ny siste dag i leietiden. Null: leieavtalen er tidsubestemt.", "2030-11-30", null=True, required=True
    )


class ArrearsWarned(Body):
    """A household is behind with its rent."""

    owed_ore = Kroner("Skyldig beløp i øre.", 1_900_000, least=1, required=True)
    oldest_due = Day("Forfallsdagen til det eldste kravet.", "2026-10-01", required=True)


class LeaseEnded(Body):
    """A lease is over."""

    ended_on = Day("Siste dag.", "2029-11-30", required=True)
    reason = Code(EndReason, "Hvordan det ble avsluttet.", required=True)
