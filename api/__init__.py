"""The landlords' door: JSON over HTTP under `/api/v1`, for their own systems (domain 4.3)."""
