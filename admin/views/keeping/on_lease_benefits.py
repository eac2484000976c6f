"""What the lease's page tells of housing allowance and guarantee."""

from admin.views.keeping.screen import LeaseParts


class BenefitsOnLease(LeaseParts):
    """What the lease's page tells of housing allowance and guarantee."""
