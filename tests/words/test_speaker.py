"""What a speaker says of a text: sentence by sentence, with the site's names in place."""

from flask import Flask

from app.rules.shape import Text
from app.words.speaker import Speaker
from site_settings import Line, Site

TEXT = Text(
    patient="Go there. In pain? Call {als_team}. Then wait.",
    caregiver="Take them. In pain? Call {als_team}. Then wait.",
)


def test_a_name_with_a_full_stop_ends_no_sentence_and_a_question_keeps_its_answer(app: Flask) -> None:
    with app.test_request_context():
        said = Speaker("caregiver", Site(als_team=Line("Dr. Lee", "555 0100"))).sentences(TEXT)
    assert [one.words for one in said] == ["Take them.", "In pain? Call Dr. Lee (555 0100).", "Then wait."]
    assert [one.names for one in said] == [frozenset(), {"als_team"}, frozenset()]
