"""What the lease's page tells of follow-up."""

from admin.views.keeping.screen import LeaseParts


class FollowUpOnLease(LeaseParts):
    """What the lease's page tells of follow-up."""
