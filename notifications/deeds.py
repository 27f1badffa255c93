"""The deeds on an offer that need no more than a deliberate click, each with the words that explain it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from letterbank.permissions import Permission
from notifications import copies, offers, release
from notifications.model import Offer
from notifications.workflow import OFFER_RULES, Move

if TYPE_CHECKING:
    from letterbank.work import Work


@dataclass(frozen=True, kw_only=True)
class Deed:
    """`link` is what the offer's page calls it; `words` what the person is asked to be sure of."""

    move: Move
    do: Callable[["Work", Offer], None]
    link: str
    title: str
    words: str
    button: str
    done: str
    grave: bool = False
    onward: bool = False  # the step that leads on, shown as a button

    @property
    def needs(self) -> Permission:
        return OFFER_RULES[self.move].needs


def _said(move: Move) -> Callable[["Work", Offer], None]:
    return lambda work, offer: release.say(work, offer, move)


def _answered(move: Move) -> Callable[["Work", Offer], None]:
    return lambda work, offer: offers.say(work, offer, move)


DEEDS: Mapping[str, Deed] = {
    "begin": Deed(
        move=Move.BEGIN, do=offers.begin_contact, link="Begin contact", title="Begin contact", button="Begin contact",
        words="From now on this offer waits for an answer. Nobody has called or written yet: the next page says how.",
        done="Contact is begun. Open how to reach them when you are ready.", onward=True,
    ),
    "wake": Deed(
        move=Move.WAKE, do=offers.wake, link="Their date has come", title="Their date has come", button="Go on",
        words="They asked to be called again on a later day, and it has come.", done="It waits for an answer again.",
        onward=True,
    ),
    "reopen": Deed(
        move=Move.REOPEN, do=offers.reopen, link="They want to hear of it after all", title="Open it again",
        button="Open it again", words="Do this only on their own word. A date they named still holds for our calls.",
        done="It waits for an answer again.",
    ),
    "take-back": Deed(
        move=Move.TAKE_BACK, do=offers.take_back, link="They take their yes back", title="They take their yes back",
        button="Take it back", words="Nothing leaves. A printed copy waits on a list until somebody has destroyed it.",
        done="The yes is taken back. Nothing leaves.", grave=True,
    ),
    "ask-again": Deed(
        move=Move.ASK_AGAIN, do=offers.ask_again, link="Ask again", title="Ask again", button="Ask again",
        words="The yes no longer counts: it is too old, there was a pause since, or the envelope came back. "
        "A printed copy is void.",
        done="It waits for an answer again.",
    ),
    "give-up": Deed(
        move=Move.GIVE_UP, do=_answered(Move.GIVE_UP), link="They cannot be reached", title="They cannot be reached",
        button="Stop trying", words="Nobody tries again, and nobody asks relatives or other offices. They may call.",
        done="Nobody tries again.",
    ),
    "clear": Deed(
        move=Move.CLEAR, do=release.clear, link="Clear it for release", title="Clear it for release", button="Clear it",
        words="The yes, every gate, the reviews and the drop box are read again now.", done="Cleared, to be packed.",
        onward=True,
    ),
    "spoil": Deed(
        move=Move.SPOIL, do=copies.destroy_standing, link="The copy is spoiled", title="The copy is spoiled",
        button="I destroyed it", grave=True,
        words="Put the printed copy in the locked shredder first. The next is a new copy.",
        done="The copy is void. A new one can be packed.",
    ),
    "received": Deed(
        move=Move.RECEIVED, do=_said(Move.RECEIVED), link="They say they received it", title="They received it",
        button="They told us", words="Only their own word counts, never tracking or time.", done="Written down.",
    ),
    "has-read": Deed(
        move=Move.HAS_READ, do=_said(Move.HAS_READ), link="They say they read it", title="They read it",
        button="They told us", words="Only if they said so themselves. Nobody asks them.", done="Written down.",
    ),
    "came-back": Deed(
        move=Move.CAME_BACK, do=_said(Move.CAME_BACK), link="The envelope came back", title="The envelope came back",
        button="It came back", words="Only victim assistance opens mail that came back.",
        done="It waits for a person to look why.",
    ),
    "sent-back": Deed(
        move=Move.SENT_BACK, do=_said(Move.SENT_BACK), link="They sent it back", title="They sent it back",
        button="It is here again", words="This is their no. Nothing more is sent, and nobody asks why. The copy "
        "waits on the list of those to destroy. They can ask for the letter again at any time.",
        done="Written down. Destroy the copy, and say so on the list.", grave=True,
    ),
}  # fmt: skip
BY_MOVE = {deed.move: name for name, deed in DEEDS.items()}
