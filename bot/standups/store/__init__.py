"""Queries of the feature: `schedule` for standups and days, `entries` for what members write."""
