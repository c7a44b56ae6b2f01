"""Cards, forms and wordings of papers and the reading group."""
