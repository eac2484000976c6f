"""What landlords tell of leases and homes, on the screens: read, registered on their behalf, followed up, decided."""
