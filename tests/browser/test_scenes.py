"""The list of scenes is whole, and each scene is what it says."""

from http import HTTPStatus

import pytest
from flask import Response

from tests.browser.facts import Studio
from tests.browser.scenes import CALM, GROUPS, OF_EACH_KIND, SCENES
from tests.browser.server import Served
from tests.visitor import cookie_name

pytestmark = pytest.mark.browser

REDIRECTS = {"/stop", "/display", "/opened"}


def test_every_page_of_the_app_is_in_a_scene(served: Served) -> None:
    rules = served.app.url_map.iter_rules()
    missing = {rule.rule for rule in rules if "GET" in rule.methods and not rule.arguments}
    missing -= REDIRECTS | {scene.path for scene in SCENES}
    visitor = served.app.test_client()
    visitor.set_cookie(cookie_name(served.app), served.cookie(CALM)[0]["value"])
    missing = {path for path in missing if _is_page(visitor.get(path))}
    assert not missing, f"add these pages to tests/browser/scenes.py, in _pages() for example: {sorted(missing)}"


def _is_page(answer: Response) -> bool:
    return answer.mimetype == "text/html" and answer.status_code != HTTPStatus.NOT_FOUND


@pytest.mark.parametrize("group", GROUPS)
def test_a_scene_shows_the_page_it_names(studio: Studio, group: str) -> None:
    seen = [(facts.scene, facts.status) for facts in studio.of(GROUPS[group])]
    assert not [(scene.name, status) for scene, status in seen if status != scene.status]


def test_the_scenes_of_each_kind_have_every_element_and_every_class_there_is(studio: Studio) -> None:
    kinds = {facts.scene: set(facts["desk"]["kinds"]) for facts in studio.of(SCENES)}
    unseen = set().union(*kinds.values()).difference(*(kinds[scene] for scene in OF_EACH_KIND))
    assert not unseen, "add a scene that has it to OF_EACH_KIND"
