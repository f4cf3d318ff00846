"""The questionnaire in the browser."""
