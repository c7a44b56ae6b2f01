"""What people see of competitions."""
