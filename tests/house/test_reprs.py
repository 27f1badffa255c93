"""What holds opened words, keys or pictures never shows them where Python prints it: in a log or a fault (B10, B17)."""

import ast
from collections.abc import Iterator

from tests.house.tree import Source, breaches, python

HOLDERS = (
    "letterbank/documents/", "letterbank/letters/intake.py", "letterbank/vault/ring.py", "letterbank/vault/vault.py",
    "letterbank/vod/referral.py", "notifications/answers.py", "notifications/contact.py", "notifications/finding.py",
    "notifications/messages.py", "notifications/release.py", "screening/criteria.py", "screening/desk.py",
    "screening/review.py", "screening/scanning/pages.py",
)  # fmt: skip


def printed(source: Source) -> Iterator[str]:
    """Dataclasses of these modules whose printed form would hold their values."""
    for made in ast.walk(source.tree):
        if isinstance(made, ast.ClassDef) and source.path.startswith(HOLDERS):
            marks = [ast.unparse(mark) for mark in made.decorator_list]
            if any(mark.startswith("dataclass") and "repr=False" not in mark for mark in marks):
                yield f"{source.at(made)}: {made.name}"


def test_nothing_that_holds_opened_words_is_printed_with_them():
    assert not breaches(printed, python())


def test_every_module_of_the_list_is_there():
    paths = [source.path for source in python()]

    assert [holder for holder in HOLDERS if not any(path.startswith(holder) for path in paths)] == []


def test_a_dataclass_that_would_print_its_words_is_noticed():
    kept, shown = "@dataclass(frozen=True, repr=False)\nclass A: ...", "@dataclass(frozen=True)\nclass A: ..."

    assert not breaches(printed, [Source("notifications/contact.py", kept)])
    assert breaches(printed, [Source("notifications/contact.py", shown)])
    assert breaches(printed, [Source("letterbank/documents/planted.py", "@dataclass\nclass A: ...")])
