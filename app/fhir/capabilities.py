"""/fhir/metadata: what a FHIR client can ask of this address, and no more than there is."""

from app.fhir.questionnaire import VOICES, canonical
from app.fhir.terms import BASE, published
from app.rules.load import content
from app.web.types import Json
from site_settings import Site

FHIR_VERSION = "4.0.1"
NAMED = f"{BASE}/CapabilityStatement/als-back-pain"


def capabilities(site: Site, address: str, today: str) -> Json:
    """The CapabilityStatement of the service at ``address``, empty where it has none.

    Two Questionnaires to be read, and no operation: answers are sent to /api/triage, which takes a
    QuestionnaireResponse but is no part of FHIR's own interface.
    """
    head = published(NAMED, "AlsBackPainCapabilities", "What the ALS back pain check offers by FHIR", site)
    head.pop("approvalDate", None)  # a clinician signs content, not an interface
    return {
        "resourceType": "CapabilityStatement",
        **head,
        "date": today,
        "kind": "instance",
        "software": {"name": "ALS back pain check", "version": content().version},
        "implementation": {"description": "Nothing is kept here.", **({"url": f"{address}fhir"} if address else {})},
        "fhirVersion": FHIR_VERSION,
        "format": ["json"],
        "rest": [
            {
                "mode": "server",
                "documentation": "No resource is kept. /api/openapi.json describes how answers are sent.",
                "resource": [
                    {
                        "type": "Questionnaire",
                        "documentation": " ".join(map(canonical, VOICES)),
                        "interaction": [{"code": "read"}],
                        "versioning": "no-version",
                    }
                ],
            }
        ],
    }
