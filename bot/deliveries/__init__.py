"""The ledger of everything the bot has put, or is about to put, into a channel."""
