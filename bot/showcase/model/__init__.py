"""What is shared, by whom and for whom: `values`, and what is refused: `refusals`."""
