"""Schemathesis makes requests from the OpenAPI document, good and bad, and holds the API to its word.

What fits the schema must be answered with an outcome that fits its schema; what does not must be refused with a
problem; nothing may break. In process, the same requests every time, and not too many.
"""

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app import create_app

SETTINGS = {
    "SECRET_KEY": "a key that is used for fuzzing and nowhere else",
    "RATELIMIT_ENABLED": False,
    "COMPRESS_MIN_SIZE": 1 << 30,  # the in-process client asks for brotli, but does not unpack it
}
app = create_app(SETTINGS)
schema = schemathesis.openapi.from_wsgi("/api/openapi.json", app)


@schema.parametrize()
@settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_the_api_keeps_its_word(case: schemathesis.Case) -> None:
    fhir = case.media_type == "application/fhir+json"
    # Its schema only sketches a QuestionnaireResponse; what exactly is taken, test_fhir_response.py says.
    case.call_and_validate(excluded_checks=[positive_data_acceptance] if fhir else [])
