"""Small programs for whoever works on the app; none of them is part of it."""
