"""What reaches a person: one outbox that keeps quiet hours, days off, away and the daily budget; organisers' notices."""
