"""What the lease's page tells of its end."""

from admin.views.keeping.screen import LeaseParts


class EndingOnLease(LeaseParts):
    """What the lease's page tells of its end."""
