"""What people see of sharing: cards, forms, and the wording of refusals."""
