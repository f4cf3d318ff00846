"""How things are said: languages, the Speaker, the site's numbers."""
