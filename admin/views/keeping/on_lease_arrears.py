"""What the lease's page tells of its arrears."""

from admin.views.keeping.screen import LeaseParts


class ArrearsOnLease(LeaseParts):
    """What the lease's page tells of its arrears."""
