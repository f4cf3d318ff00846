"""The letters on paper: released layouts, the code, its check letters."""
