"""Cards, forms and wording of mentors and peers."""
