"""Measurements, each against a baseline in the same run; `python -m tests.bench` prints one JSON object each.

A metric is a module here with a function `measure() -> Measurement`, and is named after it. Compare ratios:
values say as much about the machine as about the bot.
"""
