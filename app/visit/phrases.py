"""Ready sentences for the note, one press each: 500 letters by eye take ten minutes.

They say what a clinic can act on, and nothing that decides how soon care is needed: that is asked, and never left to
a note.
"""

from collections.abc import Mapping

from app.rules.shape import Voice
from app.words.languages import gettext


def phrases(voice: Voice) -> Mapping[str, str]:
    """The sentences in this reader's voice and language, each under the name that its button sends."""
    return _a_caregivers() if voice == "caregiver" else _a_persons()


def _a_persons() -> Mapping[str, str]:
    return {
        "night": gettext("It is worst at night."),
        "turn": gettext("I cannot turn over in bed."),
        "moved": gettext("It hurts most when I am moved or lifted."),
        "seat": gettext("My chair or bed does not fit me well."),
        "sleep": gettext("The pain keeps me awake."),
        "relief": gettext("What I take for pain is not enough."),
        "tablets": gettext("I cannot swallow tablets."),
        "strong": gettext("I fear that strong pain relief makes it hard to breathe."),
        "time": gettext("I answer by eyes or device. Give me time."),
        "hospital": gettext("I am afraid of hospital."),
        "home": gettext("I would like to be treated at home if that is safe."),
        "helper": gettext("I worry about the person who cares for me."),
    }


def _a_caregivers() -> Mapping[str, str]:
    return {
        "night": gettext("Nights seem to be the worst for them."),
        "turn": gettext("Somebody has to turn them over in bed."),
        "moved": gettext("I see the most pain in them during lifts and moves."),
        "seat": gettext("To me the chair or bed looks like a bad fit."),
        "sleep": gettext("I notice that pain wakes them."),
        "relief": gettext("What they take for pain is not enough, as far as I see."),
        "tablets": gettext("Tablets are hard to get down for them."),
        "strong": gettext("Is strong pain relief bad for how they breathe?"),
        "time": gettext("They need time to answer, by eyes or device."),
        "hospital": gettext("Going to hospital frightens them."),
        "home": gettext("We hope for treatment at home, as long as that is safe."),
        "helper": gettext("I need help myself to go on caring."),
    }
