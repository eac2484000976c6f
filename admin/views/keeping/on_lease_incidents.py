"""What the lease's page tells of complaints."""

from admin.views.keeping.screen import LeaseParts


class IncidentsOnLease(LeaseParts):
    """What the lease's page tells of complaints."""
