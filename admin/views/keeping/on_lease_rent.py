"""What the lease's page tells of its rent and its changes."""

from admin.views.keeping.screen import LeaseParts


class RentOnLease(LeaseParts):
    """What the lease's page tells of its rent and its changes."""
