"""Keys of landlords' systems that run out soon."""

from typing import TYPE_CHECKING

from jobs.flagging import flag_each
from rules.terms import TaskKind
from services import api_access

if TYPE_CHECKING:
    from jobs.context import Context, Counts


def expiring(context: "Context") -> "Counts":
    """Flag each key that runs out soon and has no successor."""
    return flag_each(context, TaskKind.API_KEY, api_access.expiring(context.day), api_access.finding)
