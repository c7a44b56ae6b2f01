"""What reaches a person, as values and rules: messages, mailboxes, and when something may be sent."""
