"""How standups read: `posts` in public, `member` in private, `organiser` in /setup, `refusals` when something cannot be done."""
