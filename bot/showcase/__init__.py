"""Sharing: drafts, posts in the showcase, thank-yous and the weekly round-up (product: H1 to H10)."""
