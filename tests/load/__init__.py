"""``python -m tests.load``: whole visits by many people at once, against servers on this machine only."""
