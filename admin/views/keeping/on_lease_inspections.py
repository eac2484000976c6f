"""What the lease's page tells of inspections and repairs."""

from admin.views.keeping.screen import LeaseParts


class InspectionsOnLease(LeaseParts):
    """What the lease's page tells of inspections and repairs."""
