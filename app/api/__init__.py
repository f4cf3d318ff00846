"""The check for other programs: answers in, outcome out. No cookie, no page, nothing kept."""
