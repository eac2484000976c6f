"""What is odd about an application without being impossible."""

from dataclasses import dataclass

from rules.terms import ApplicationKind, ApplicationState, NoticeCode, TenantStatus

OPEN = frozenset({ApplicationState.RECEIVED, ApplicationState.IN_ASSESSMENT, ApplicationState.WAITING})
"""The household still waits for a decision or for a home."""

LISTED = frozenset({ApplicationKind.NEW, ApplicationKind.SWAP})
"""Whom the waiting list takes; who keeps the dwelling waits for none."""


@dataclass(frozen=True, kw_only=True)
class ApplicationFacts:
    """What is told of an application; `other_open` = the person has another open one of the same kind."""

    state: ApplicationState
    resident: bool
    other_open: bool = False
    date_without_decision: bool = False


def notices(application: ApplicationFacts) -> tuple[NoticeCode, ...]:
    """The application's notices, in the order of the enum."""
    found = {
        NoticeCode.NOT_RESIDENT: not application.resident,
        NoticeCode.SECOND_OPEN_APPLICATION: application.other_open and application.state in OPEN,
        NoticeCode.DECISION_DATE_UNUSED: application.date_without_decision,
    }
    return tuple(code for code, holds in found.items() if holds)


def tenant_status(kind: ApplicationKind) -> TenantStatus:
    """KOSTRA's stamp at receipt: who asks for an extension or a swap lives in municipal housing already."""
    return TenantStatus.NEW if kind is ApplicationKind.NEW else TenantStatus.EXISTING
