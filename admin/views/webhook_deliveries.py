"""Sendte varslinger."""

from admin.desk import SYSTEMS
from admin.views.screen import Screen


class WebhookDeliveries(Screen):
    """Sendte varslinger, newest first."""

    name_one, name_many, category_name = "sendt varsling", "Sendte varslinger", SYSTEMS
    label_fields = ("event",)
    column_list = ("queued_at", "landlord", "event", "state", "tries", "status", "delivered_at")
    column_filters = ("state", "queued_at", "landlord")
    column_default_sort = [("queued_at", True)]
    picker_order = ("-queued_at", "pk")
    details_groups = (
        (
            "Varslingen",
            (
                "webhook",
                "landlord",
                "event",
                "state",
                "queued_at",
                "tries",
                "next_at",
                "delivered_at",
                "status",
                "error",
            ),
        ),
    )
