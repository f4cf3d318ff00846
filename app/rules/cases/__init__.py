"""Worked cases: people with their answers and how soon, at the latest, they need care; and how the rules do on them."""
