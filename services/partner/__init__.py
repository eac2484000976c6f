"""What a landlord's own system may see: its own records, and the least of them."""
