"""What stands on the outside of an envelope: who carries it reads it, and so does whoever shares her mailbox (R25)."""

import re
from collections.abc import Iterable

from letterbank.policy import Policy, telling


def sender(policy: Policy, chosen: str, writers: Iterable[str]) -> tuple[str, ...]:
    """The sender's lines: the name she chose for us over the box of the neutral sender.

    A name that tells what this is about, or names the writer, stands inside only, however she meant it (R21): a
    neutral sender has no exception.
    """
    ours = policy.programme.discreet_sender
    name = one_line(chosen)
    if not name or telling(name, policy) or _shares_a_word(name, writers):
        return ours
    return (name, *(ours if _is_part_of_an_address(ours[0]) else ours[1:]))


def lines(address: str) -> tuple[str, ...]:
    """An address as she gave it, line by line."""
    return tuple(line.strip() for line in address.splitlines() if line.strip())


def one_line(text: str) -> str:
    return " ".join(text.split())


def _is_part_of_an_address(line: str) -> bool:
    """A sender may do without a name of its own: then its first line is where mail comes back to."""
    return any(sign.isdigit() for sign in line)


def _shares_a_word(name: str, writers: Iterable[str]) -> bool:
    return any(_words(name) & _words(writer) for writer in writers)


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text.casefold()))
