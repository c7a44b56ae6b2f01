"""How standups read: `posts` in public, `member` in private, `organiser` in /setup, `words` and `refusals` everywhere."""
