"""A landlord's system in the demo: one landlord with a referral agreement gets a key, kept beside the log-ins."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

from demo.logins import write_private
from models import Agreement, Landlord, Referral
from rules.terms import AgreementKind, AgreementState, ReferralState, Scope
from services import api_access, records, rulebooks
from services.actor import Actor

LABEL = "Fagsystem i demoen"


def give_key(file: Path, at: datetime, day: date, secret: str) -> str | None:
    """Give the landlord that a referral waits for, or else the first with the right agreement, a key to everything.

    It is kept in the file. Returns the landlord's organisation number, or None where there is no such landlord.
    """
    wanted = {"kind": AgreementKind.REFERRAL, "state": AgreementState.IN_FORCE}
    referral = Referral.objects(state=ReferralState.REFERRED).no_dereference().order_by("pk").first()
    found = referral or Agreement.objects(**wanted).no_dereference().order_by("pk").first()
    if found is None:
        return None
    landlord: Landlord = records.get(Landlord, records.reference(found, "landlord"))
    actor = Actor.system(at, "Demodata")
    last = day + timedelta(days=rulebooks.current(day).partnering.key_days)
    _, key = api_access.issue(
        landlord, actor, label=LABEL, scopes=tuple(Scope), today=day, expires_on=last, secret=secret, demo=True
    )
    told = {"organisation_number": landlord.organisation_number, "name": landlord.name, "key": key}
    content = json.loads(file.read_text(encoding="utf-8")) | {"landlord": told}
    write_private(file, json.dumps(content, ensure_ascii=False, indent=2) + "\n")
    return str(landlord.organisation_number)
