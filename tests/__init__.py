"""Everything that proves what the bot promises; the map is in the README under Contribute."""
