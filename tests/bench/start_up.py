"""What a start costs: importing the app and making it in a new process, beside importing Flask alone."""

from collections.abc import Iterator

from tests.bench.measure import Row, compare, in_new_processes

FLASK, APP, MADE = "import flask", "import app", "import wsgi, which makes the app"
MOST_APP, MOST_MADE = 4.0, 8.0  # of importing Flask
ROUNDS = 7


def rows() -> Iterator[Row]:
    """Importing the app, and importing wsgi, each as the first thing of a new process."""
    programs = {FLASK: ("import flask", ""), APP: ("import app", ""), MADE: ("import wsgi", "")}
    costs = in_new_processes(programs, ROUNDS)
    yield from compare(costs, APP, FLASK, MOST_APP)
    yield from compare(costs, MADE, FLASK, MOST_MADE)
