"""Words that are never used to a person with ALS or a caregiver, and why: docs/content-style.md, points 2, 4, 6 and 9.

Each entry has an example that it must catch, so that a slip in a pattern does not let the words through.
"""

import re
from typing import NamedTuple

import pytest

from app.rules.load import content
from tests.words.texts import said


class Never(NamedTuple):
    """Words never used: why not, a pattern, and a sentence it must catch. ``but`` are the uses that are right."""

    why: str
    pattern: str
    example: str
    but: str | None = None

    def found(self, words: str) -> str | None:
        """The words that should not be there, if any."""
        rest = re.sub(self.but, " ", words, flags=re.IGNORECASE) if self.but else words
        hit = re.search(self.pattern, rest, re.IGNORECASE)
        return hit[0] if hit else None


ILLNESS = r"(an? (\w+ )?(infection|clot|bleed|stone)|an? (broken|pressed|worn|infected) \w+|shingles|sepsis|cancer)"
MEDICINE = r"(medicines?|tablets?|pills?|dose|painkillers?|baclofen|riluzole|diazepam|ibuprofen|paracetamol)"
CHANGE = r"(take|use|give|try|start|stop|skip|raise|double|increase|reduce|lower|change)"
NO_ORDER = "".join(rf"(?<!\b{word} )" for word in ("not", "never", "or", "they", "you", "to"))  # what may stand before

UNKIND = [
    Never("the person is not the chair", r"\bwheelchair[- ]bound|\bbed-?ridden|\bconfined to", "Wheelchair bound."),
    Never("people live with ALS", r"\bsuffer(s|ed|ing|ers?)?\b|\bvictims?\b|\bafflict|\bstricken", "He suffers."),
    Never("blames the reader", r"\byou (failed|forgot|should have)|\byour fault", "You forgot it.", "not your fault"),
    Never("not a joke", r"\b(oops|whoops|uh[- ]?oh|hooray|great|awesome|well done|congratulations)\b", "Oops."),
    Never("nobody shouts", r"!|(?-i:\b[A-Z]{2,} [A-Z]{2,}\b)", "CALL NOW"),
    Never("frightens and helps nobody", r"\b(fatal|deadly|lethal|terminal|incurable|hopeless)\b", "It is fatal."),
]  # fmt: skip

NEVER = [
    *UNKIND,
    Never("cold, and not who they are", r"\bpatients?\b", "Patient-reported answers."),
    Never("one word for one thing: caregiver", r"\b(carers?|caretakers?|loved ones?)\b", "Ask the carer."),
    Never("makes light of it", r"\b(just|simply|merely|only an?|a little bit)\b", "Just rest.",
          but="uses only a voice"),
    Never("usual for one is not usual for another", r"\b(ab)?normal(ly)?\b", "That is normal in ALS."),
    # No check can reassure, or know a chance.
    Never("reassures", r"\b(do not|don['’]t|no need to|nothing to) (worry|be afraid|panic)|\brelax\b", "Don't worry."),
    Never("reassures", r"\b(fine|all clear|harmless|no danger|nothing serious|safe to wait|ok(ay)?)\b", "All is fine."),
    Never("reassures", r"\b(good news|luckily|rest assured|mind at rest|at ease)\b", "Good news: it can wait."),
    Never("a chance", r"\d ?%|\bper ?cent|\bpercentage|\b(chances?|odds|probab\w+|likelihood)\b", "13% get it."),
    Never("a chance", r"\b(\d+|one|two|three|nine) (in|out of) (\d+|two|three|four|five|ten)\b", "One in three."),
    Never("a chance", r"\b(very |most |un)likely\b|\brare(ly)?\b", "It is unlikely."),
    # Never a diagnosis, and never ALS to blame.
    Never("a diagnosis", rf"(?<!if )\b(you|they|this person) (have|has) {ILLNESS}", "You have a broken rib."),
    Never("a diagnosis", rf"\b(this|it|that) is {ILLNESS}", "This is shingles."),
    Never("blames ALS", r"\b(due to|because of|caused by|comes from|down to) (your |their |the )?als\b", "Due to ALS."),
    # Medicines are never advice.
    Never("tells somebody to change a medicine",
          rf"{NO_ORDER}\b{CHANGE} (your |their |the |any |this |more |less |a |taking )*{MEDICINE}\b",
          "Take more baclofen."),
    # Hard words that have a plain one.
    Never("say pee", r"\b(urin\w+|void(ing)?|incontinen\w+)\b", "Pass urine."),
    Never("say poo", r"\b(stools?|fa?eces|defecat\w+|bowel movements?|constipat\w+)\b", "A hard stool."),
    Never("say tummy", r"\b(abdom\w+|gastric)\b", "Abdominal pain."),
    Never("say throw up, bleed, swell", r"\b(nause\w+|ha?emorrhag\w+|o?edema)\b", "Nausea."),
    Never("say break, lower back, neck", r"\b(fractur\w+|vertebra\w*|lumbar|thoracic|cervical|coccyx)\b", "Fractures."),
    Never("say hard to breathe", r"\b(dyspn\w+|respirat\w+|hypox\w+|ventilat\w+)\b", "Respiratory failure."),
    Never("say new, or lasting", r"\b(acute|chronic|onset|symptoms?|syndrome|prognosis)\b", "Acute onset."),
    Never("say medicine", r"\b(medications?|drugs|analges\w+|sedat\w+|opioids?|dosage)\b", "Your medication.",
          but="injected drugs|inject drugs|drugs are injected"),
    Never("say nerves, stiff, thin", r"\b(neuro\w+|spastic\w+|motor neurons?|atroph\w+)\b", "Neurological signs."),
    Never("a shorter word is there", r"\b(assist|commence|prior to|requires?|utili[sz]e|regarding)\b", "Prior to it."),
    Never("Latin", r"\b(e\.g|i\.e|etc|vs|via|approx|per se|prn|ad hoc)\b", "Pain, e.g. at night."),
    Never("say which", r"\band/or\b|\bs/he\b|\bhe/she\b|\(s\)", "Pain and/or fever."),
    Never("an idiom", r"\bput (this|that|it) down to|\brule of thumb|\bunder the weather", "Put it down to age."),
    # Words that mean nothing, or something else, to half of the readers.
    Never("ill in one country, throwing up in another", r"\bbeing sick\b", "A headache with being sick.",
          but=r"being sick \(throwing up\)"),
    Never("known in one country", r"\b(A&E|ER|GP|chemist|casualty|physio|jab|drip|acetaminophen|paracetamol)\b",
          "Go to A&E.", but=r"\(ER or A&E\)|paracetamol \(acetaminophen\)"),
    Never("known in one country", r"\b(whilst|round (the|your|their)|poorly|loo|restroom)\b", "Round the leg."),
    # How it looks and sounds.
    Never("polite words cost time", r"\b(please|kindly|sorry|thank you)\b", "Please call."),
    Never("screen readers stumble", r"[–—…]|--|\.\.\.", "Call now — today."),
    Never("quotes and apostrophes are straight", r"[‘’“”]", "Call “now”."),
    Never("a short form", r"n['’]t\b|\b(you|they|we)['’](re|ve|ll|d)\b|\b(it|that|there)['’]s\b", "It's new."),
]  # fmt: skip


@pytest.mark.parametrize("never", NEVER, ids=lambda never: never.example)
def test_no_text_uses_it(never: Never) -> None:
    hits = [f"{hit!r} ({never.why}) in {one}" for one in said() if (hit := never.found(one.words))]
    assert not hits, "\n".join(hits)


@pytest.mark.parametrize("never", NEVER, ids=lambda never: never.example)
def test_each_entry_catches_its_example(never: Never) -> None:
    assert never.found(never.example)


@pytest.mark.parametrize("never", [never for never in NEVER if never.but], ids=lambda never: never.example)
def test_each_right_use_is_used(never: Never) -> None:
    assert never.but
    for use in re.split(r"\|", never.but):
        assert any(re.search(use, one.words, re.IGNORECASE) for one in said()), use


@pytest.mark.parametrize("never", UNKIND, ids=lambda never: never.example)
def test_nothing_unkind_stands_in_the_ledger_or_in_words_for_staff(never: Never) -> None:
    known = content()
    texts = [words for item in known.article for words in (item.says, item.reason or "")]
    texts += [rule.points_to for rule in known.rules] + [cause.name for cause in known.causes]
    assert not [words for words in texts if never.found(words)]
