"""Standups: a prompt on the group's working days, a thread for its day, and what members wrote there (product: S1 to S10)."""
