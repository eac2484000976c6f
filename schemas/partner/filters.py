"""What lists of the partner API are narrowed by."""

from rules.terms import (
    AgreementKind,
    AgreementState,
    DeliveryState,
    DwellingState,
    LeaseState,
    NoticeState,
    ProposalState,
    ReferralState,
)
from schemas.partner.fields import Body, Code

SHOWN_AGREEMENTS = tuple(one for one in AgreementState if one is not AgreementState.DRAFT)


class Dwellings(Body):
    """Homes in one state."""

    state = Code(DwellingState, "Bare boliger i denne tilstanden.")


class DwellingProposals(Body):
    """Proposed homes in one state."""

    state = Code(ProposalState, "Bare forslag i denne tilstanden.")


class Vacancies(Body):
    """Notices in one state."""

    state = Code(NoticeState, "Bare ledigmeldinger i denne tilstanden.")


class Referrals(Body):
    """Referrals in one state."""

    state = Code(ReferralState, "Bare tilvisninger i denne tilstanden.")


class Leases(Body):
    """Leases in one state."""

    state = Code(LeaseState, "Bare leieforhold i denne tilstanden.")


class Agreements(Body):
    """Agreements of one kind, in one state."""

    kind = Code(AgreementKind, "Bare avtaler av dette slaget.")
    state = Code(AgreementState, "Bare avtaler i denne tilstanden.", among=SHOWN_AGREEMENTS)


class Deliveries(Body):
    """Messages in one state."""

    state = Code(DeliveryState, "Bare meldinger i denne tilstanden.")
