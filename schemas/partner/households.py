"""Referrals in the partner API: what a landlord is told, and how it answers."""

from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, validates_schema

from rules.terms import ReferralState, RejectionReason, Security
from schemas.partner.faults import Fault
from schemas.partner.fields import Answer, Body, Code, Day, Id, Kroner, Label, Moment, Text, Whole

ANSWERS = (ReferralState.VIEWING, ReferralState.ACCEPTED, ReferralState.REJECTED)


class Referral(Answer):
    """A household that the municipality refers to a vacant home. It goes by its number until it is accepted."""

    id = Id("Tilvisningen i adressen: `/referrals/{id}`. Dette er alt dere trenger å kalle husstanden.",
            "TV2026-0001", of="number")  # fmt: skip
    vacancy = Id("Ledigmeldingen: `/vacancies/{id}`.", "M2026-0001")
    dwelling = Id("Boligen: `/dwellings/{id}`.", "B1001", null=True)
    state = Code(ReferralState, "Hvor tilvisningen står.")
    state_label = Label("state", "Tilvist")
    referred_on = Day("Dagen kommunen viste til husstanden.", "2026-11-21")
    valid_to = Day("Siste dag dere kan svare.", "2026-12-05")
    viewing_at = Moment("Når visningen er avtalt.", "2026-11-25T15:00:00+00:00", null=True)
    answered_on = Day("Dagen dere svarte.", "2026-11-26", null=True)
    rejection = Code(RejectionReason, "Grunnen dere ga, om dere avslo.", null=True)
    rejection_label = Label("rejection", "Husstanden er for stor for boligen", null=True)
    adults = Whole("Antall voksne. Null når det ikke lenger gis ut.", 2, least=1, most=20, null=True)
    children = Whole("Antall barn. Null når det ikke lenger gis ut.", 1, least=0, most=20, null=True)
    guarantee = Code(Security, "Sikkerheten som tilbys.", null=True)
    guarantee_label = Label("guarantee", "Kommunal garanti", null=True)
    guarantee_ore = Kroner("Det høyeste beløpet i øre.", 2_850_000, null=True)
    name = Text("Navnet på søkeren. Gis ut først når dere har godtatt husstanden.", "Kari Prøve", most=161, null=True)
    phone = Text("Telefonen. Gis ut først når dere har godtatt husstanden.", "+4799887766", most=20, null=True)
    email = Text("E-posten. Gis ut først når dere har godtatt husstanden.", "kari@eksempel.test", most=254, null=True)


class ReferralAnswer(Body):
    """The landlord's answer: a viewing with its time, yes, or no with a lawful reason."""

    state = Code(ReferralState, "Svaret.", among=ANSWERS, required=True)
    viewing_at = Moment("Når visningen er avtalt. Må være med når `state` er `viewing`.", "2026-11-25T16:00:00+01:00")
    reason = Code(
        RejectionReason, "Grunnen til et avslag. Må være med når `state` er `rejected_by_landlord`. Husleieloven § 1-8."
    )
    note = Text("Merknad til et avslag, aldri om helse eller annet ved personene.", "Sju personer i to rom.",
                most=1000, null=True)  # fmt: skip

    @validates_schema(skip_on_field_errors=True)
    def fields_of_the_answer(self, data: Mapping[str, Any], **_: Any) -> None:
        """Each answer has its own fields."""
        state = data["state"]
        wanted = {ReferralState.VIEWING: "viewing_at", ReferralState.REJECTED: "reason"}
        faults = {
            field: [Fault("belongs", state=owner.value)]
            for owner, field in [*wanted.items(), (ReferralState.REJECTED, "note")]
            if data.get(field) is not None and owner is not state
        }
        if (needed := wanted.get(state)) and data.get(needed) is None:
            faults[needed] = [Fault("needed_for", state=state.value)]
        if faults:
            raise ValidationError(faults)
