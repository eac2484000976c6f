"""Transition tables of what concerns private landlords: procurement, bids, agreements, notices, referrals."""

from rules.states import table
from rules.terms import (
    AgreementState,
    ApproachState,
    BidState,
    DeliveryState,
    DutyState,
    KeyState,
    MandateState,
    NeedState,
    NoticeState,
    ProcurementState,
    ProposalState,
    ReferralState,
    ReportState,
    WebhookState,
)

PROCUREMENT = table(
    "procurement",
    {
        ProcurementState.RUNNING: {ProcurementState.COMPLETED, ProcurementState.CANCELLED},
        ProcurementState.COMPLETED: {ProcurementState.RUNNING},  # its last phase is opened again
    },
)

MANDATE = table("mandate", {MandateState.VALID: {MandateState.WITHDRAWN}})

_BID = BidState
BID = table(
    "bid",
    {
        _BID.RECEIVED: {_BID.DISMISSED, _BID.CHOSEN, _BID.NOT_CHOSEN, _BID.WITHDRAWN},
        # The choice is made anew until an agreement is signed.
        _BID.CHOSEN: {_BID.RECEIVED, _BID.WITHDRAWN},
        _BID.NOT_CHOSEN: {_BID.RECEIVED, _BID.WITHDRAWN},
        _BID.DISMISSED: {_BID.RECEIVED},
    },
)

APPROACH = table(
    "approach",
    {
        ApproachState.RECEIVED: {ApproachState.WRITTEN},
        ApproachState.WRITTEN: {ApproachState.WRITTEN, ApproachState.ANSWERED},  # until it is sent it is written anew
    },
)

NEED = table("need_overview", {NeedState.DRAFT: {NeedState.SETTLED}})

_AGREEMENT = AgreementState
AGREEMENT = table(
    "agreement",
    {
        _AGREEMENT.DRAFT: {_AGREEMENT.SIGNED, _AGREEMENT.ENDED},
        # A signing, a registration or a pay-out that was noted by mistake is taken back.
        _AGREEMENT.SIGNED: {
            _AGREEMENT.DRAFT,
            _AGREEMENT.REGISTERED,
            _AGREEMENT.IN_FORCE,
            _AGREEMENT.ENDED,
            _AGREEMENT.BREACHED,
        },
        _AGREEMENT.REGISTERED: {_AGREEMENT.SIGNED, _AGREEMENT.IN_FORCE, _AGREEMENT.ENDED, _AGREEMENT.BREACHED},
        _AGREEMENT.IN_FORCE: {_AGREEMENT.REGISTERED, _AGREEMENT.ENDED, _AGREEMENT.BREACHED},
        _AGREEMENT.BREACHED: {_AGREEMENT.SIGNED, _AGREEMENT.REGISTERED, _AGREEMENT.IN_FORCE, _AGREEMENT.ENDED},
    },
)

DUTY = table("duty", {DutyState.ACTIVE: {DutyState.ENDED}})

_NOTICE = NoticeState
NOTICE = table(
    "vacancy_notice",
    {
        _NOTICE.REPORTED: {_NOTICE.REFERRED, _NOTICE.RELEASED, _NOTICE.LAPSED, _NOTICE.WITHDRAWN},
        # A referral that comes to nothing leaves the home for another household.
        _NOTICE.REFERRED: {_NOTICE.REPORTED, _NOTICE.LET, _NOTICE.WITHDRAWN, _NOTICE.LAPSED},
    },
)

_REFERRAL = ReferralState
_OVER = {_REFERRAL.REJECTED, _REFERRAL.DECLINED, _REFERRAL.EXPIRED, _REFERRAL.WITHDRAWN}
REFERRAL = table(
    "referral",
    {
        _REFERRAL.REFERRED: {_REFERRAL.VIEWING, _REFERRAL.ACCEPTED, *_OVER},
        _REFERRAL.VIEWING: {_REFERRAL.ACCEPTED, *_OVER},
        _REFERRAL.ACCEPTED: {_REFERRAL.LEASE_SIGNED, *_OVER},
        _REFERRAL.LEASE_SIGNED: {_REFERRAL.ENDED},
    },
)

PROPOSAL = table("dwelling_proposal", {ProposalState.RECEIVED: {ProposalState.APPROVED, ProposalState.REFUSED}})

REPORT = table("landlord_report", {ReportState.RECEIVED: {ReportState.HANDLED}})

KEY = table("api_key", {KeyState.ACTIVE: {KeyState.REVOKED}})

_HOOK = WebhookState
WEBHOOK = table(
    "webhook",
    {
        _HOOK.ACTIVE: {_HOOK.PAUSED, _HOOK.FAILING, _HOOK.REMOVED},
        _HOOK.PAUSED: {_HOOK.ACTIVE, _HOOK.REMOVED},
        _HOOK.FAILING: {_HOOK.ACTIVE, _HOOK.REMOVED},
    },
)

_DELIVERY = DeliveryState
DELIVERY = table(
    "webhook_delivery",
    {
        _DELIVERY.QUEUED: {_DELIVERY.SENDING},
        _DELIVERY.SENDING: {_DELIVERY.DELIVERED, _DELIVERY.FAILED, _DELIVERY.QUEUED},
        # Sent again at the landlord's wish.
        _DELIVERY.DELIVERED: {_DELIVERY.QUEUED},
        _DELIVERY.FAILED: {_DELIVERY.QUEUED},
    },
)
