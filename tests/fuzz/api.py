"""Requests made from the OpenAPI document, good and bad; the small part of it is tests/api/test_fuzz.py."""

from importlib import import_module
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.fuzz.counted import Counted, made

if TYPE_CHECKING:  # it takes a second to load, and every process of a test run collects its tests
    from schemathesis import Case


def counted() -> Counted:
    """The application, without compression: the client that asks says that it takes some, and does not unpack it."""
    return made(COMPRESS_MIN_SIZE=1 << 30)


def cases(api: Counted) -> "st.SearchStrategy[Case]":
    """Requests to each operation of the document."""
    schema = import_module("schemathesis").openapi.from_wsgi("/api/openapi.json", api.app)
    return st.one_of(*(found.ok().as_strategy() for found in schema.get_all_operations()))


def ask(case: "Case") -> None:
    """Send it, and hold the answer against the document."""
    checks = import_module("schemathesis.specs.openapi.checks")
    fhir = case.media_type == "application/fhir+json"
    # Its schema only sketches a QuestionnaireResponse; what exactly is taken, tests/fhir/test_response.py says.
    case.call_and_validate(excluded_checks=[checks.positive_data_acceptance] if fhir else [])
