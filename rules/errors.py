"""Named errors of the house: each carries its data; the Norwegian wording is chosen at the door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from rules.agreement_errors import (
    BidAgreed,
    BidNotChosen,
    CooperationMissing,
    DutyNotDue,
    HomesTaken,
    NotRegistered,
    ReferralsLive,
)
from rules.arrears_errors import (
    ApproverAsked,
    BestInterestMissing,
    ChildrenUnanswered,
    StepApprovalMissing,
    StepGone,
    StepHeld,
    StepTaken,
    StepTooEarly,
)
from rules.bid_errors import (
    AgainstOrder,
    BiddingOpen,
    BiddingOver,
    BidLate,
    BidsUndecided,
    ChoiceStands,
    ChoiceUsed,
    OverviewSettled,
    ProcurementClosed,
)
from rules.case_errors import (
    AddressShielded,
    AlreadyOnAgenda,
    AnswerProposed,
    AppealOpen,
    AssessmentMissing,
    AssessmentOutdated,
    ConflictOfInterest,
    ConsentMissing,
    DateBeforeCause,
    DecisionStands,
    DecisionUntold,
    FileRefused,
    FormUsed,
    FourEyesMissing,
    ItemsLeft,
    LetterOutdated,
    LikelySamePerson,
    MeetingNotToday,
    MergeRefused,
    NoNeedToKnow,
    NotAppealable,
    NotInMeeting,
    NotProposed,
    PriorNoticeMissing,
    QuorumMissing,
    SecondOpenApplication,
    UndrawableText,
)
from rules.ending_errors import (
    DemandNotNow,
    DemandTooLate,
    DisputeOpen,
    EndingStands,
    NoticeInvalid,
    NotToBeEnded,
    ReleaseMissing,
    SuitTooLate,
    WrongForum,
)
from rules.inspection_errors import (
    ClaimStands,
    ClaimUnreasoned,
    HomeShielded,
    InspectionStands,
    NoticeTooShort,
    NotTheirClaim,
    OrdinaryWear,
    ProtocolOutdated,
    RoomsUnseen,
)
from rules.landlord_lease_errors import HomeKnown, HomesFull, LandlordsLease, NotLandlordsLease, ReportDelayed
from rules.lease_errors import (
    ContractOutdated,
    ContractStands,
    KeysTooEarly,
    NoContractYet,
    StartTooEarly,
    StillLivedIn,
    TenantShielded,
)
from rules.letting_errors import (
    CandidateOutdated,
    CandidateStands,
    ChecklistIncomplete,
    ChooserMissing,
    ContractUnfinished,
    DwellingLet,
    DwellingNotReady,
    HearingMissing,
    HeldBack,
    LetterDiffers,
    NotACandidate,
    NotEqual,
    NotForCommittee,
    NotOnList,
    NotSuited,
    NotTheUnitsLeader,
    OfferAccepted,
    OfferExpired,
    OfferStands,
    OtherOffice,
    PassedOverUnexplained,
    RecommendationOutdated,
    SamePerson,
    SecurityMissing,
    SecurityTooHigh,
    StraightFromList,
    SummaryMissing,
    TermTooShort,
    TookPart,
    VacancyStands,
)
from rules.overview_errors import (
    LeaderAway,
    NobodyToTell,
    NothingNew,
    NothingToTell,
    OverviewOutdated,
    ProfileStands,
    WithoutServices,
)
from rules.partner_errors import (
    AddressRefused,
    CeilingReached,
    HouseholdNotToRefer,
    HouseholdReferred,
    KeyUnknown,
    LandlordInactive,
    MandateInvalid,
    NoAgreement,
    NotAnswerable,
    NoticeStands,
    NotProcured,
    PhaseNotYet,
    PhasesUnfinished,
    QuotaFull,
    QuotaTooSmall,
    ReferralOver,
    TooManyAddresses,
)
from rules.payment_errors import (
    AlreadyUndone,
    NothingToGiveBack,
    NotReversible,
    OtherAccounts,
    SameLease,
)
from rules.plan_errors import (
    GuaranteeTooHigh,
    InterestBooked,
    InterestOff,
    NoSecurity,
    NotInArrears,
    PauseStands,
    PlanGone,
    PlanStands,
)
from rules.procurement_errors import MandateNotTheirs, PhaseClosed, PhaseOrder, PhaseRests
from rules.refusal import HusromError
from rules.rent_errors import (
    IndexHole,
    IndexMonthMissing,
    IndexNotLater,
    MonthCharged,
    RentBeforeLease,
    RentChangeOutdated,
    RentChangeStands,
    RentFixingUnknown,
    RentLinesOverlap,
    RentNegative,
    RentTooEarly,
    RentUnchanged,
)
from rules.vacancy_errors import (
    DwellingNotInUse,
    LandlordReports,
    LeaseOver,
    OtherUnit,
    StageFollowed,
    StageMissing,
    VacancyClosed,
    VacancyPromised,
)

__all__ = [
    "AddressRefused",
    "AddressShielded",
    "AgainstOrder",
    "AlreadyExists",
    "AlreadyOnAgenda",
    "AlreadyUndone",
    "AnswerProposed",
    "AppealOpen",
    "ApproverAsked",
    "AssessmentMissing",
    "AssessmentOutdated",
    "BestInterestMissing",
    "BidAgreed",
    "BidLate",
    "BidNotChosen",
    "BiddingOpen",
    "BiddingOver",
    "BidsUndecided",
    "CandidateOutdated",
    "CandidateStands",
    "CeilingReached",
    "Change",
    "ChecklistIncomplete",
    "ChildrenUnanswered",
    "ChoiceStands",
    "ChoiceUsed",
    "ChooserMissing",
    "ClaimStands",
    "ClaimUnreasoned",
    "ConflictOfInterest",
    "ConsentMissing",
    "ContractOutdated",
    "ContractStands",
    "ContractUnfinished",
    "CooperationMissing",
    "DateBeforeCause",
    "DecisionStands",
    "DecisionUntold",
    "DemandNotNow",
    "DemandTooLate",
    "DisputeOpen",
    "DutyNotDue",
    "DwellingLet",
    "DwellingNotInUse",
    "DwellingNotReady",
    "EndingStands",
    "FileRefused",
    "FormUsed",
    "FourEyesMissing",
    "GuaranteeTooHigh",
    "HearingMissing",
    "HeldBack",
    "HomeKnown",
    "HomeShielded",
    "HomesFull",
    "HomesTaken",
    "HouseholdNotToRefer",
    "HouseholdReferred",
    "HusromError",
    "IndexHole",
    "IndexMonthMissing",
    "IndexNotLater",
    "InspectionStands",
    "InterestBooked",
    "InterestOff",
    "InvalidRecord",
    "ItemsLeft",
    "JobRunning",
    "KeyUnknown",
    "KeysTooEarly",
    "LandlordInactive",
    "LandlordReports",
    "LandlordsLease",
    "LeaderAway",
    "LeaseOver",
    "LetterDiffers",
    "LetterOutdated",
    "LikelySamePerson",
    "MandateInvalid",
    "MandateNotTheirs",
    "MeetingNotToday",
    "MergeRefused",
    "MissingReason",
    "MonthCharged",
    "NoAgreement",
    "NoContractYet",
    "NoNeedToKnow",
    "NoSecurity",
    "NobodyToTell",
    "NotACandidate",
    "NotAnswerable",
    "NotAppealable",
    "NotAuthorised",
    "NotEqual",
    "NotForCommittee",
    "NotFound",
    "NotInArrears",
    "NotInMeeting",
    "NotLandlordsLease",
    "NotOnList",
    "NotProcured",
    "NotProposed",
    "NotRegistered",
    "NotReversible",
    "NotSuited",
    "NotTheUnitsLeader",
    "NotTheirClaim",
    "NotToBeEnded",
    "NothingNew",
    "NothingToGiveBack",
    "NothingToTell",
    "NoticeInvalid",
    "NoticeStands",
    "NoticeTooShort",
    "OfferAccepted",
    "OfferExpired",
    "OfferStands",
    "OrdinaryWear",
    "OtherAccounts",
    "OtherOffice",
    "OtherUnit",
    "OverviewOutdated",
    "OverviewSettled",
    "PassedOverUnexplained",
    "PauseStands",
    "PhaseClosed",
    "PhaseNotYet",
    "PhaseOrder",
    "PhaseRests",
    "PhasesUnfinished",
    "PlanGone",
    "PlanStands",
    "PriorNoticeMissing",
    "ProcurementClosed",
    "ProfileStands",
    "ProtocolOutdated",
    "QuorumMissing",
    "QuotaFull",
    "QuotaTooSmall",
    "RecommendationOutdated",
    "ReferralOver",
    "ReferralsLive",
    "ReportDelayed",
    "ReleaseMissing",
    "RentBeforeLease",
    "RentChangeOutdated",
    "RentChangeStands",
    "RentFixingUnknown",
    "RentLinesOverlap",
    "RentNegative",
    "RentTooEarly",
    "RentUnchanged",
    "RoomsUnseen",
    "RulebookOvertaken",
    "SameLease",
    "SamePerson",
    "SecondOpenApplication",
    "SecurityMissing",
    "SecurityTooHigh",
    "StageFollowed",
    "StageMissing",
    "StaleState",
    "StartTooEarly",
    "StepApprovalMissing",
    "StepGone",
    "StepHeld",
    "StepTaken",
    "StepTooEarly",
    "StillLivedIn",
    "StraightFromList",
    "SuitTooLate",
    "SummaryMissing",
    "TenantShielded",
    "TermTooShort",
    "TooManyAddresses",
    "TookPart",
    "TransitionRefused",
    "UndrawableText",
    "UnknownJob",
    "VacancyClosed",
    "VacancyPromised",
    "VacancyStands",
    "WithoutServices",
    "WrongForum",
]


@dataclass(eq=False)
class TransitionRefused(HusromError):
    """A document may only go from one state to another along its transition table."""

    document: str
    old: str
    new: str


@dataclass(frozen=True)
class Change:
    """One field that another person has changed: labels are looked up at the door."""

    field: str
    by: str
    at: datetime


@dataclass(eq=False)
class StaleState(HusromError):
    """Another was first: the document is no longer what the actor saw."""

    document: str
    identity: str
    changes: tuple[Change, ...] = ()


@dataclass(eq=False)
class MissingReason(HusromError):
    """What is done here must be reasoned (fvl. § 24)."""

    what: str


@dataclass(eq=False)
class NotAuthorised(HusromError):
    """The actor's roles do not allow it."""

    what: str


@dataclass(eq=False)
class NotFound(HusromError):
    """There is no such record, or the actor may not know of it."""

    document: str
    identity: str


@dataclass(eq=False)
class AlreadyExists(HusromError):
    """A record with the same key or in the same place stands already."""

    document: str
    fields: tuple[str, ...]


@dataclass(eq=False)
class InvalidRecord(HusromError):
    """One or more fields hold what the document cannot store: field name → what is wrong (English code or text)."""

    document: str
    problems: Mapping[str, str] = field(default_factory=dict)


@dataclass(eq=False)
class JobRunning(HusromError):
    """A run of the same job and period is going on."""

    job: str
    period: str
    holder: str
    since: datetime


@dataclass(eq=False)
class UnknownJob(HusromError):
    """No job has that name."""

    name: str


@dataclass(eq=False)
class RulebookOvertaken(HusromError):
    """A draft older than what has been published since would take back what that changed."""

    number: int
    published: int
