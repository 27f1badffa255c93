"""Each way to reach her: the page it is done from, what a try can come to, and what binds it (P4, R21).

The rows are the whole rule. A way without a row, such as one an old record or an import may name, is no way: its page
holds no words to say, and nobody calls or writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from letterbank.policy import Policy
from notifications import drops

# Whether she allowed a message: how one that was left is written down. What should not have happened is not hidden.
MESSAGES = {True: "message_left", False: "message_against"}


@dataclass(frozen=True, kw_only=True)
class Way:
    """`words` and `doing` are for staff. `tries` and `answers` are outcomes: what a try of ours comes to, and how
    their word can have come to us. `never` is why nobody on our side tries.
    """

    words: str
    page: str
    doing: str = ""
    tries: tuple[str, ...] = ()
    answers: tuple[str, ...] = ("she_called", "she_wrote", "others_said")
    has_hours: bool = False
    never: str = ""

    @property
    def outcomes(self) -> tuple[str, ...]:
        return self.tries + self.answers


WAYS: Mapping[str, Way] = {
    "telephone": Way(
        words="Call them", page="notifications/call.html", doing="They were not reached",
        tries=("no_answer", "busy", *MESSAGES.values(), "someone_else"),
        answers=("reached", "she_called", "she_wrote", "others_said"),
        has_hours=True,
    ),
    "letter": Way(
        words="Write to them by mail", page="notifications/first_letter.html", doing="It was posted, or came back",
        tries=("sent", "came_back"),
    ),
    "i_will_call": Way(
        words="They will call us", page="notifications/their_call.html",
        never="This person will call us. Nobody calls or writes to them.",
    ),
}  # fmt: skip
NO_WAY = Way(
    words="None we may use", page="notifications/no_way.html",
    never="This person has not named a way we may use. Nobody calls or writes to them.",
)  # fmt: skip


def of(policy: Policy, named: str) -> Way:
    """The row of the way she named, if this programme can go it."""
    return WAYS[named] if named in drops.ways_of(policy) else NO_WAY
