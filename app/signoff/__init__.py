"""For the clinician who signs the content off, and for translators."""
