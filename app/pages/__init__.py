"""The pages around the check: start, about, the article ledger, privacy, help now."""
