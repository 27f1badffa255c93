"""The scripts that are lived: one long one told by hand, and any number drawn by chance."""

from collections.abc import Sequence

from hypothesis import strategies as st

from tests.two_worlds.living import Hidden, Script, Step
from tests.two_worlds.victims import UNSEEN
from tests.two_worlds.watchers import STEPS

TO_THE_BANK = [
    Step("first_page"), Step("visits"), Step("registers", 0), Step("registers", 1), Step("submits", 0),
    Step("submits", 1), Step("queues", 0), Step("passes", 0), Step("queues", 1), Step("passes", 1), Step("passes", 2),
]  # fmt: skip
A_LOOK = [
    Step("lists"), Step("lists", 1), Step("searches", 0), Step("looks", 0), Step("looks", 1), Step("queues", 0),
    Step("queues", 1), Step("queues", 2), Step("sees_paper"), *(Step("first_page", who) for who in range(5)),
    Step("changes", 2), Step("visits"), Step("scanning_room"),
]  # fmt: skip
HER_WAY = ["asks", "is_verified", "is_matched", "wishes_for_a_dialogue", "is_called", "says_yes", "wants_nothing_told",
           "is_packed", "is_checked", "is_handed_over", "has_read", "withdraws"]  # fmt: skip
OTHER_ANSWERS = ["says_later", "says_not_now", "says_never", "pauses", "moves_house", "withdraws"]
AFTERWARDS = [Step("registers", 2), Step("changes", 0), Step("changes", 1), Step("asks", 0), Step("withdraws", 0),
              Step("withdraws", 1), Step("a_day_passes"), *A_LOOK, Step("registers_on_paper"), Step("brings_a_stack"),
              Step("scanning_room")]  # fmt: skip
# Paper leaves on its day and arrives, whatever becomes of the letter meanwhile.
PAPER_GOES = [Step("a_week_passes"), Step("sees_paper"), Step("packs"), Step("sees_paper", 1), Step("opens_a_bag"),
              Step("gives_back"), *A_LOOK]  # fmt: skip


def looked_at_after(happenings: Sequence[str], looking: int = 1) -> Script:
    """A letter reaches the bank; everybody looks after each thing that happens, or after every few, and at the end."""
    days = [*TO_THE_BANK]
    for number, name in enumerate(happenings, 1):
        days += [Hidden(name), *(A_LOOK if number % looking == 0 else [])]
    return [*days, *A_LOOK, *AFTERWARDS, *PAPER_GOES]


STEPS_DRAWN = st.builds(Step, st.sampled_from(sorted(STEPS)), st.integers(0, 8))
HAPPENINGS_DRAWN = st.builds(Hidden, st.sampled_from(UNSEEN))
# Chance alone would hardly ever carry a letter or an offer far: stretches of the usual way are mixed in.
STRETCHES = st.one_of(
    st.lists(STEPS_DRAWN, min_size=1, max_size=4),
    st.lists(HAPPENINGS_DRAWN, min_size=1, max_size=3),
    st.integers(2, len(HER_WAY)).map(lambda far: [Hidden(name) for name in HER_WAY[:far]]),
    st.just(A_LOOK),
    st.just(PAPER_GOES),
)


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """Most begin with a letter in the bank; then anything."""
    begun: Script = draw(st.sampled_from([TO_THE_BANK, TO_THE_BANK, TO_THE_BANK[:6], []]))
    rest = draw(st.lists(STRETCHES, min_size=1, max_size=6))
    return [*begun, *(moment for stretch in rest for moment in stretch)]
