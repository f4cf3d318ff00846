"""Only the place of the pain is asked with a drawing, which has every place as an area."""

from app.check.drawing import drawn
from app.rules.load import content


def test_one_question_has_a_drawing_with_each_of_its_places() -> None:
    [question] = [one for one in content().questions if drawn(one)]
    drawing = drawn(question)
    assert drawing and question.id == "location"
    assert [option.value for option in drawing.places] == ["upper", "middle", "lower"]
    assert drawing.at_once == question.find("lower")
