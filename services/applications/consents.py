"""Whether the applicant stands behind the case, and that guidance was given (fvl. §§ 11, 12; S003)."""

from datetime import date

from models import Application
from rules.errors import DateBeforeCause, InvalidRecord, TransitionRefused
from rules.intake import ANSWERS
from rules.terms import ApplicationState, Consent
from services.actor import Actor
from services.applications.handling import allow, change, move

DECLINED = "Søkeren ønsker ikke å søke"


def note_consent(
    application: Application, answer: Consent, on: date, actor: Actor, *, version: int, today: date
) -> bool:
    """Note what the applicant says to a case that waits for it: yes, a written authority, or no, which closes the case.

    Raises NotAuthorised, ConflictOfInterest, TransitionRefused (nothing is waited for), InvalidRecord, DateBeforeCause,
    StaleState.
    """
    allow(application, actor, "consent")
    if application.consent is answer:
        return False
    if application.consent is not Consent.AWAITED or answer not in ANSWERS:
        raise TransitionRefused("application", application.consent.value, answer.value)
    if on > today:
        raise InvalidRecord("application", {"consent_on": "future"})
    if on < application.received_on:
        raise DateBeforeCause("consent_on", on, "received_on", application.received_on)
    values = {"consent": answer, "consent_on": on}
    if answer is not Consent.DECLINED:
        return change(application, actor, values, action="consent_noted", version=version)
    return move(
        application, ApplicationState.WITHDRAWN, actor, action="consent_declined", version=version, why=DECLINED,
        values=values,
    )  # fmt: skip


def note_guidance(application: Application, on: date, actor: Actor, *, version: int, today: date) -> bool:
    """Note that the household has had guidance, also while consent is awaited: it is always given (fvl. § 11).

    Raises NotAuthorised, ConflictOfInterest, InvalidRecord, StaleState.
    """
    allow(application, actor, "guidance")
    if on > today:
        raise InvalidRecord("application", {"guidance_on": "future"})
    return change(application, actor, {"guidance_on": on}, action="guidance_given", version=version)
