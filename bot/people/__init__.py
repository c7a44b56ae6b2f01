"""A person's own settings, and what they can see, take along and delete of everything kept about them."""
