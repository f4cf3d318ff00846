"""What triage() says, held against plain re-workings of the same content on many people."""

import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from app.rules.answers import Answers
from app.rules.engine import Outcome, Reason, Rulebook, triage
from app.rules.load import content
from app.rules.shape import NONE, NOT_SURE, AnyOf, Content, Option, Question, Text, Voice
from tests.rules import oracle
from tests.rules.people import CALM, crowd, random_answers, with_answers

CROWD = 300
steady = settings(derandomize=True, database=None, deadline=None, max_examples=150)
CALM_ANSWERS = with_answers(CALM, {})
LONG = ("duration", "over_6_weeks")


@pytest.fixture(scope="module")
def people() -> list[Answers]:
    """A few hundred different people, finished and unfinished."""
    return list(crowd(content(), CROWD, first_seed=5000))


@st.composite
def anyone(draw: st.DrawFn) -> Answers:
    """Any valid answers, with any questions left out; hypothesis makes them smaller when a test fails."""
    answers = Answers()
    for question in content().questions:
        if draw(st.integers(0, 4)):
            answers = answers.plus(question.id, draw(said_to(question, answers.voice)))
    return answers


def said_to(question: Question, voice: Voice) -> st.SearchStrategy[tuple[str, ...]]:
    """Any valid answer to a question."""
    offered = [option.value for option in question.options_for(voice)]
    one = st.sampled_from(offered).map(lambda value: (value,))
    if question.kind == "one":
        return one
    ticks = st.sets(st.sampled_from([value for value in offered if value != NONE]), min_size=1, max_size=4)
    return one | ticks.map(lambda said: tuple(value for value in offered if value in said))


def fact(reason: Reason) -> oracle.Fact:
    """A reason as the oracle writes it."""
    return reason.question.id, reason.option.value if reason.option else None


def facts(reasons: Iterable[Reason]) -> list[oracle.Fact]:
    """Reasons as the oracle writes them."""
    return [fact(reason) for reason in reasons]


def warned(outcome: Outcome) -> dict[str, list[str]]:
    """The rules that fired, by tier."""
    found: dict[str, list[str]] = {}
    for warning in outcome.warnings:
        found.setdefault(warning.rule.tier, []).append(warning.rule.id)
    return found


def contract_order(found: Iterable[oracle.Fact]) -> list[oracle.Fact]:
    """Facts as the questions and answers stand in the contract; "not asked" after a question's answers."""
    places = [(id, value) for id in oracle.QUESTIONS for value in (*oracle.values(id), None)]
    return sorted(found, key=places.index)


# --- the tier and the warnings ------------------------------------------------------------------------


@steady
@given(anyone())
def test_tier_and_warnings_are_the_oracles(answers: Answers) -> None:
    """Whatever was said or left out: the same tier, the same rules in the same order, and the same floor."""
    outcome = triage(answers)
    assert outcome.tier.id == oracle.tier(answers)
    assert warned(outcome) == oracle.fired(answers)
    assert outcome.unfinished == oracle.unfinished(answers)


def test_the_tier_alone_is_the_tier_of_the_whole_outcome(people: list[Answers]) -> None:
    """The short way to a tier ends where the long one does."""
    rulebook = Rulebook(content())
    for answers in [*people, Answers(), CALM_ANSWERS]:
        assert rulebook.tier(answers) == rulebook.triage(answers).tier


@steady
@given(anyone())
def test_a_warning_names_every_answer_that_made_it_fire_and_no_other(answers: Answers) -> None:
    """The reasons are the matched answers of every clause that holds, in the contract's order."""
    assert _facts_by_rule(triage(answers)) == expected_reasons(answers)


def test_every_warning_of_a_crowd_has_its_reasons(people: list[Answers]) -> None:
    """The same for people with much trouble, where several clauses of a rule hold at once."""
    for answers in people:
        assert _facts_by_rule(triage(answers)) == expected_reasons(answers)


def expected_reasons(answers: Answers) -> list[tuple[str, list[oracle.Fact]]]:
    """The rules that fire and the facts that fire them, by the oracle."""
    rules = {rule["id"]: rule for rule in oracle.RULES}
    fired = [rules[id] for ids in oracle.fired(answers).values() for id in ids]
    return [(rule["id"], contract_order(oracle.facts(rule, answers))) for rule in fired]


def test_the_reasons_alone_make_the_warning_fire(people: list[Answers]) -> None:
    """Everything else may be calm: the same warning fires for the same reasons, but for the long pain they all have."""
    for answers in people[::4]:
        for warning in triage(answers).warnings:
            alone = only(answers, facts(warning.reasons))
            found = dict(_by_rule(triage(alone)))[warning.rule.id]
            assert set(facts(found)) - {LONG} == set(facts(warning.reasons)) - {LONG}


def test_a_reason_taken_away_is_no_reason_any_more(people: list[Answers]) -> None:
    """Without one of its reasons a warning is silent, or has fewer reasons: none is named idly."""
    for answers in people[::7]:
        for warning in triage(answers).warnings:
            for lost in facts(warning.reasons):
                rest = set(facts(warning.reasons)) - {lost}
                left = dict(_by_rule(triage(only(answers, rest)))).get(warning.rule.id, ())
                assert set(facts(left)) <= rest | {LONG}


def only(answers: Answers, kept: Iterable[oracle.Fact]) -> Answers:
    """A calm person, long in pain, who says these things of the answers and no others."""
    said: dict[str, tuple[str, ...]] = {**CALM, LONG[0]: LONG[1:], "respondent": ("caregiver",)}
    left = set(kept)
    for id in {id for id, _ in left}:
        said[id] = tuple(value for value in answers.get(id, ()) if (id, value) in left)
    return Answers({id: values for id, values in said.items() if values})


def _by_rule(outcome: Outcome) -> list[tuple[str, tuple[Reason, ...]]]:
    return [(warning.rule.id, warning.reasons) for warning in outcome.warnings]


def test_a_question_not_asked_is_a_reason_without_an_option() -> None:
    """Silence counts as not sure, and is told apart from it."""
    unasked = Answers({id: values for id, values in CALM.items() if id != "breathing"})
    unsure = with_answers(CALM, {"breathing": (NOT_SURE,)})
    assert ("danger-sign-not-sure", [("breathing", None)]) in _facts_by_rule(triage(unasked))
    assert ("danger-sign-not-sure", [("breathing", NOT_SURE)]) in _facts_by_rule(triage(unsure))
    assert triage(unasked).tier == triage(unsure).tier


def _facts_by_rule(outcome: Outcome) -> list[tuple[str, list[oracle.Fact]]]:
    return [(warning.rule.id, facts(warning.reasons)) for warning in outcome.warnings]


def test_two_ticks_that_fire_one_rule_are_both_named() -> None:
    """Both signs of one warning are reasons for it, in the contract's order."""
    outcome = triage(with_answers(CALM, {"bladder_saddle": ("numb_saddle", "bowel")}))
    both = [("bladder_saddle", "numb_saddle"), ("bladder_saddle", "bowel")]
    assert _facts_by_rule(outcome) == [("cauda-equina", both)]


def test_not_sure_beside_a_tick_cancels_nothing() -> None:
    """A tick counts, and so does the doubt beside it."""
    outcome = triage(with_answers(CALM, {"fever": ("fever", NOT_SURE)}))
    assert warned(outcome) == {"same_day": ["fever-with-back-pain"], "soon": ["slow-change"]}


def test_a_calm_person_is_told_to_look_after_it_at_home() -> None:
    """Nothing fires, nothing is unknown, nothing is unfinished."""
    outcome = triage(CALM_ANSWERS)
    assert (outcome.tier.id, outcome.warnings, outcome.unfinished) == ("self_care", (), False)
    assert (outcome.not_sure, outcome.not_asked) == ((), ())


# --- what is not known --------------------------------------------------------------------------------


def test_not_sure_and_not_asked_are_told_apart_and_complete(people: list[Answers]) -> None:
    """Each question stands in the one list or the other exactly when that is what was said."""
    for answers in people:
        outcome = triage(answers)
        assert [q.id for q in outcome.not_sure] == [id for id in oracle.QUESTIONS if NOT_SURE in answers.get(id, ())]
        assert [q.id for q in outcome.not_asked] == [id for id in oracle.QUESTIONS if id not in answers]


def test_nothing_asked_is_help_the_same_day() -> None:
    """Someone who stops before the first answer is not sent home."""
    outcome = triage(Answers())
    assert outcome.tier.id == "same_day"
    assert len(outcome.not_asked) == len(oracle.QUESTIONS)
    assert outcome.unfinished


@pytest.mark.parametrize("left_out", oracle.QUESTIONS)
def test_only_context_may_be_left_out_of_a_finished_check(left_out: str) -> None:
    """Any gap but in context makes the check unfinished and its result at least the floor."""
    outcome = triage(Answers({id: values for id, values in CALM.items() if id != left_out}))
    context = oracle.QUESTIONS[left_out]["stage"] == "context"
    assert outcome.unfinished is not context
    assert (outcome.tier.id == "self_care") is context


@pytest.mark.parametrize("asked", range(23))
def test_stopping_early_is_never_calmer_than_going_on_calmly(asked: int) -> None:
    """After any question, what was not asked counts as not sure: the result only gets calmer by calm answers."""
    ranks = content().urgency
    partial = Answers(dict(list(CALM.items())[:asked]))
    assert ranks[triage(partial).tier.id] >= ranks[triage(CALM_ANSWERS).tier.id]
    assert triage(partial).tier.id == oracle.tier(partial)


# --- causes, risks and questions for the doctor ---------------------------------------------------------


def said_of(any_of: AnyOf, answers: Answers) -> list[oracle.Fact]:
    """The answers given that are among the listed ones."""
    return contract_order((id, value) for id in any_of for value in any_of[id] if value in answers.get(id, ()))


def unknown(id: str, answers: Answers) -> bool:
    """The question was answered with doubt, or not at all although its silence counts as doubt."""
    return NOT_SURE in oracle.heard(id, answers)


def expected_causes(answers: Answers) -> Iterator[tuple[str, list[oracle.Fact]]]:
    """The causes to list, in the file's order, and the answers that support each."""
    for cause in content().causes:
        support = said_of(cause.supported_by, answers)
        if cause.area == "any":
            listed = bool(support) or any(unknown(id, answers) for id in cause.supported_by)
        else:
            listed = cause.area in answers.get("location", ()) or unknown("location", answers)
        if listed:
            yield cause.id, support


def test_causes_fit_the_place_and_the_best_supported_come_first(people: list[Answers]) -> None:
    """Listed by where it hurts, ranked by how many answers support them, the file's order breaking ties."""
    for answers in people:
        found = [(possible.cause.id, facts(possible.support)) for possible in triage(answers).causes]
        assert found == sorted(expected_causes(answers), key=lambda cause: -len(cause[1]))


@pytest.mark.parametrize("place", ["upper", "middle", "lower"])
def test_an_areas_causes_are_listed_when_it_hurts(place: str) -> None:
    """One place: exactly its causes, and none of the other places'."""
    outcome = triage(with_answers(CALM, {"location": (place,)}))
    assert {possible.cause.area for possible in outcome.causes} == {place}
    assert len(outcome.causes) == sum(cause.area == place for cause in content().causes)


@pytest.mark.parametrize("place", [("not_sure",), None], ids=["not sure", "not asked"])
def test_all_areas_are_listed_when_the_place_is_unknown(place: tuple[str, ...] | None) -> None:
    """Not knowing where rules out no cause of any place."""
    said = {id: values for id, values in CALM.items() if id != "location"} | ({"location": place} if place else {})
    listed = {possible.cause.id for possible in triage(Answers(said)).causes}
    assert listed >= {cause.id for cause in content().causes if cause.area != "any"}


def test_a_cause_with_support_comes_before_one_without() -> None:
    """A fall puts the broken bone first, and says that the fall is why."""
    first = triage(with_answers(CALM, {"fall": ("fall_pain_only",), "risk": ("osteoporosis",)})).causes[0]
    assert first.cause.mechanism == "fractures"
    assert facts(first.support) == [("fall", "fall_pain_only"), ("risk", "osteoporosis")]


def test_risk_factors_are_those_that_answers_show(people: list[Answers]) -> None:
    """Each risk factor is named with the answers that show it, and never from silence."""
    for answers in people:
        found = [(risk.factor.id, facts(risk.shown_by)) for risk in triage(answers).risks]
        shown = ((factor.id, said_of(factor.shown_by, answers)) for factor in content().risk_factors)
        assert found == [(id, by) for id, by in shown if by]


def test_questions_for_the_doctor_come_from_what_fired_and_is_supported(people: list[Answers]) -> None:
    """From each warning, then from each supported cause; in that order, each once."""
    for answers in people:
        outcome = triage(answers)
        asks = [warning.rule.ask for warning in outcome.warnings]
        asks += [possible.cause.ask for possible in outcome.causes if possible.support]
        assert list(outcome.questions_to_ask) == list(dict.fromkeys(ask for ask in asks if ask is not None))


# --- tripwires ----------------------------------------------------------------------------------------


def changes(whole: Content, answers: Answers) -> Iterator[tuple[Reason, Answers]]:
    """Every single change for the worse that this reader can be told of, and the answers after it."""
    for question in whole.questions:
        said = answers.get(question.id, ())
        for option in question.options_for(answers.voice):
            if option.tripwire and option.value not in said:
                kept = set(said) - {NONE} if question.kind == "many" else set()
                after = tuple(value for value in question.values if value in kept | {option.value})
                yield Reason(question, option), answers.plus(question.id, after)


def brute_force(rulebook: Rulebook, answers: Answers) -> dict[str, list[Reason]]:
    """The tripwires by running the engine again with each change; only changes that raise the tier count."""
    urgency = rulebook.content.urgency
    now = urgency[rulebook.triage(answers).tier.id]
    found: dict[str, list[Reason]] = {}
    for change, after in changes(rulebook.content, answers):
        tier = rulebook.triage(after).tier.id
        if urgency[tier] > now:
            found.setdefault(tier, []).append(change)
    return {tier.id: found[tier.id] for tier in rulebook.content.tiers if tier.id in found}


def tripwired(outcome: Outcome) -> dict[str, list[Reason]]:
    """The outcome's tripwires by tier, most urgent first."""
    return {wires.tier.id: list(wires.changes) for wires in outcome.tripwires}


def test_tripwires_are_what_running_the_rules_again_finds(people: list[Answers]) -> None:
    """Each single change that would raise the tier, under the tier it leads to, and nothing else."""
    rulebook = Rulebook(content())
    for answers in [*people[::4], Answers(), CALM_ANSWERS]:
        found, expected = tripwired(rulebook.triage(answers)), brute_force(rulebook, answers)
        assert found == expected
        assert list(found) == list(expected)


def test_tripwires_of_a_calm_person_are_all_the_signs_that_stand_alone() -> None:
    """From calm, every awaited sign that raises a tier by itself is named."""
    found = tripwired(triage(CALM_ANSWERS))
    assert list(found) == ["emergency_now", "same_day", "soon", "routine"]
    assert ("breathing", "much_worse") in facts(found["emergency_now"])
    assert ("fever", "fever") in facts(found["same_day"])


@pytest.mark.parametrize("who", ["patient", "together", "caregiver"])
def test_tripwires_are_only_what_this_reader_is_offered(who: str) -> None:
    """What only a caregiver can answer is no tripwire for the person."""
    answers = with_answers(CALM, {"respondent": (who,)})
    named = [change for wires in triage(answers).tripwires for change in wires.changes]
    assert all(change.option and answers.voice in change.option.voices for change in named)
    assert (("bladder_saddle", "nothing_seen") in facts(named)) <= (who == "caregiver")


def test_no_tripwire_names_what_cannot_come_true_or_be_seen(people: list[Answers]) -> None:
    """An age or a past illness is no reason to call sooner, nor is doubt; each change has its sentence."""
    for answers in people:
        for option in _tripwire_options(triage(answers)):
            assert option.tripwire and not option.fixed and option.value != NOT_SURE


def _tripwire_options(outcome: Outcome) -> list[Option]:
    changes = [change for wires in outcome.tripwires for change in wires.changes]
    assert all(change.option for change in changes)
    return [change.option for change in changes if change.option]


def test_a_change_that_raises_to_several_tiers_is_named_once_at_the_highest() -> None:
    """A fever beside a new shooting pain means now: it is not also listed as a reason for help today."""
    found = tripwired(triage(with_answers(CALM, {"limbs": ("pain_one",)})))
    named = facts(change for wires in found.values() for change in wires)
    assert ("fever", "fever") in facts(found["emergency_now"])
    assert named.count(("fever", "fever")) == 1


def test_at_the_most_urgent_tier_there_are_no_tripwires() -> None:
    """Nothing is more urgent than now."""
    assert triage(with_answers(CALM, {"breathing": ("much_worse",)})).tripwires == ()


# --- the engine follows the content, not the numbers of today's ------------------------------------------


def with_tripwires(whole: Content, watched: Callable[[str, str], bool]) -> Content:
    """The content with a sentence at each answer, of a question, that is to be watched for."""
    words = Text(patient="It happens to you.", caregiver="You see it happen.")

    def told(question: Question) -> Question:
        options = (replace(one, tripwire=words if watched(question.id, one.value) else None) for one in question.option)
        return replace(question, option=tuple(options))

    return replace(whole, questions=tuple(map(told, whole.questions)))


def with_rule(tier: str, clause: Mapping[str, Sequence[str]]) -> Content:
    """The content with one more rule."""
    rule = replace(content().rules[0], id="one-more", tier=tier, when=(AnyOf(clause),))
    return replace(content(), rules=(*content().rules, rule))


@pytest.mark.parametrize(("who", "told"), [("patient", False), ("together", False), ("caregiver", True)])
def test_a_tripwire_only_a_caregiver_can_answer_is_for_caregivers(who: str, told: bool) -> None:
    """The voice decides which changes are named, not the file."""
    rulebook = Rulebook(with_tripwires(content(), lambda _, value: value == "nothing_seen"))
    found = tripwired(rulebook.triage(with_answers(CALM, {"respondent": (who,)})))
    assert (("bladder_saddle", "nothing_seen") in facts(found.get("soon", ()))) is told
    assert found == brute_force(rulebook, with_answers(CALM, {"respondent": (who,)}))


@pytest.mark.parametrize("floor", ["routine", "soon", "same_day", "emergency_now"])
def test_an_unfinished_check_is_at_least_the_floor_of_the_content(floor: str) -> None:
    """Where only the first question is left out, the result is the tier the content sets."""
    rulebook = Rulebook(replace(content(), unfinished=floor))
    silent = Answers({id: values for id, values in CALM.items() if id != "respondent"})
    assert rulebook.triage(silent).tier.id == floor
    assert rulebook.triage(silent.plus("fall", ("fall_no_change",))).tier.id == floor  # a rule below it fires
    assert rulebook.triage(silent.plus("fall", ("fall_with_danger_signs",))).tier.id == "emergency_now"


def test_the_most_urgent_rule_decides_wherever_it_stands_in_the_file() -> None:
    """The order of the rules in the file orders only what is equally urgent."""
    outcome = Rulebook(with_rule("emergency_now", {"fever": ["fever"]})).triage(
        with_answers(CALM, {"fever": ("fever",)})
    )
    assert outcome.tier.id == "emergency_now"
    assert [warning.rule.id for warning in outcome.warnings] == ["one-more", "fever-with-back-pain"]


def test_context_left_out_is_unknown_and_fires_nothing() -> None:
    """Even a rule on doubt about context stays silent when context was not asked; doubt itself fires it."""
    rulebook = Rulebook(with_rule("same_day", {"mobility": [NOT_SURE]}))
    unasked = Answers({id: values for id, values in CALM.items() if id != "mobility"})
    assert rulebook.triage(unasked).tier.id == "self_care"
    assert rulebook.triage(with_answers(CALM, {"mobility": (NOT_SURE,)})).tier.id == "same_day"


def test_tripwires_hang_on_no_list_of_todays_watched_answers(people: list[Answers]) -> None:
    """Where every answer is watched for, they still are what running the rules again finds."""
    rulebook = Rulebook(with_tripwires(content(), lambda _, value: value not in (NONE, NOT_SURE)))
    for answers in people[::7]:
        assert tripwired(rulebook.triage(answers)) == brute_force(rulebook, answers)


# --- the whole is a pure function ---------------------------------------------------------------------


def test_the_same_answers_give_the_same_outcome(people: list[Answers]) -> None:
    """In any order, from any rulebook of the same content, as often as one likes."""
    again = Rulebook(content())
    for number, answers in enumerate(people):
        shuffled = list(answers.items())
        random.Random(number).shuffle(shuffled)
        assert triage(answers) == triage(Answers(dict(shuffled))) == again.triage(answers)


def test_a_result_does_not_depend_on_the_results_before_it(people: list[Answers]) -> None:
    """Nothing of one person is left over for the next."""
    fresh = [Rulebook(content()).triage(answers) for answers in people[:40]]
    used = Rulebook(content())
    assert [used.triage(answers) for answers in people][:40] == fresh


def test_the_answers_are_not_changed() -> None:
    """triage() reads its argument and leaves it as it was."""
    answers = random_answers(content(), 7)
    before = dict(answers)
    triage(answers)
    assert dict(answers) == before


def test_each_warning_is_at_most_as_urgent_as_the_one_before(people: list[Answers]) -> None:
    """Warnings run from most to least urgent, and the first decides the tier of a finished check."""
    urgency = content().urgency
    for answers in people:
        outcome = triage(answers)
        ranks = [urgency[warning.rule.tier] for warning in outcome.warnings]
        assert ranks == sorted(ranks, reverse=True)
        assert urgency[outcome.tier.id] >= max(ranks, default=0)


def test_a_listed_answer_said_twice_counts_once() -> None:
    """A repeated value in a rule file is at worst idle: it changes no result."""
    doubled = tuple(
        replace(rule, when=tuple(AnyOf({id: values * 2 for id, values in clause.items()}) for clause in rule.when))
        for rule in content().rules
    )
    engine = Rulebook(replace(content(), rules=doubled))
    for answers in crowd(content(), 60):
        assert engine.triage(answers).tier == triage(answers).tier
