"""Values and rules of competitions."""
