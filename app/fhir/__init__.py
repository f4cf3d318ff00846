"""The check as FHIR R4: questionnaires, responses, the Bundle."""
