"""Agreements with landlords: drafted, signed, registered, paid out, followed by their duties, ended (domain 4)."""

from services.agreements.common import FOLLOWERS, cooperation_of, dates_of, mail_number, open_file
from services.agreements.cooperating import RESTS_EFFECT, look_by_effect
from services.agreements.dates import correct, pay_out, register_title
from services.agreements.drafting import Wanted, draft, draft_from_bid, edit, usual_years
from services.agreements.duties import (
    DUTIES_EFFECT,
    add_duty,
    due,
    end_duty,
    give_by_effect,
    report_duty,
    take_report_back,
)
from services.agreements.duties import finding as duty_finding
from services.agreements.ending import GIVE_BACK_EFFECT, breach, end, give_back_by_effect, mend
from services.agreements.projects import edit_project
from services.agreements.rights import count_homes, in_force, note_quota, over_finding, quota_notices
from services.agreements.rights import finding as unused_finding
from services.agreements.rights import standing as rights_standing
from services.agreements.signing import SIGN_EFFECT, sign, sign_by_effect
from services.agreements.taking_back import take_back

__all__ = [
    "DUTIES_EFFECT",
    "FOLLOWERS",
    "GIVE_BACK_EFFECT",
    "RESTS_EFFECT",
    "SIGN_EFFECT",
    "Wanted",
    "add_duty",
    "breach",
    "cooperation_of",
    "correct",
    "count_homes",
    "dates_of",
    "draft",
    "draft_from_bid",
    "due",
    "duty_finding",
    "edit",
    "edit_project",
    "end",
    "end_duty",
    "give_back_by_effect",
    "give_by_effect",
    "in_force",
    "look_by_effect",
    "mail_number",
    "mend",
    "note_quota",
    "open_file",
    "over_finding",
    "pay_out",
    "quota_notices",
    "register_title",
    "report_duty",
    "rights_standing",
    "sign",
    "sign_by_effect",
    "take_back",
    "take_report_back",
    "unused_finding",
    "usual_years",
]
