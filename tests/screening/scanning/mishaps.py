"""What can go wrong with a stack, one fault at a time; each says itself in `stack.faults`."""

from collections.abc import Callable
from random import Random

from screening.scanning.separation import Standing
from tests.screening.scanning.leaves_of_paper import (
    HERE,
    STRANGERS,
    Eyes,
    Leaf,
    Stack,
    a_good_stack,
    a_sheet,
    changed,
    known_as,
    pages,
)

Mishap = Callable[[Stack, Random], None]


def _any_sheet(stack: Stack, chance: Random) -> int:
    return chance.choice([at for at, leaf in enumerate(stack.leaves) if leaf.is_sheet] or [0])


def _any_page(stack: Stack, chance: Random) -> int:
    return chance.choice([at for at, leaf in enumerate(stack.leaves) if not leaf.is_sheet] or [0])


def sheet_not_seen(stack: Stack, chance: Random) -> None:
    changed(stack, _any_sheet(stack, chance), eyes=chance.choice((Eyes.AS_A_PAGE, Eyes.AS_A_PAGE, Eyes.AS_NOTHING)))


def sheet_damaged(stack: Stack, chance: Random) -> None:
    changed(stack, _any_sheet(stack, chance), eyes=Eyes.DAMAGED)


def sheet_lost(stack: Stack, chance: Random) -> None:
    del stack.leaves[_any_sheet(stack, chance)]


def page_lost(stack: Stack, chance: Random) -> None:
    del stack.leaves[_any_page(stack, chance)]


def leaves_pulled_in_together(stack: Stack, chance: Random) -> None:
    """One shows; one to four behind it do not."""
    first = chance.randrange(len(stack.leaves))
    stack.hidden |= set(range(first + 1, min(len(stack.leaves), first + 2 + chance.randrange(4))))


def leaf_scanned_twice(stack: Stack, chance: Random) -> None:
    stack.twice.add(chance.randrange(len(stack.leaves)))


def feeder_stops(stack: Stack, chance: Random) -> None:
    stack.stops_before = chance.randrange(1, len(stack.leaves) + 1)


def page_too_many(stack: Stack, chance: Random) -> None:
    at = chance.randrange(len(stack.leaves) + 1)
    head = stack.leaves[at - 1].head if at else 0
    stack.leaves[at:at] = pages(chance, 1, two_sided=stack.two_sided, head=head)


def leaf_elsewhere(stack: Stack, chance: Random) -> None:
    leaf = stack.leaves.pop(chance.randrange(len(stack.leaves)))
    stack.leaves.insert(chance.randrange(len(stack.leaves) + 1), leaf)


def leaf_turned(stack: Stack, chance: Random) -> None:
    changed(stack, chance.randrange(len(stack.leaves)), head=chance.choice((0, 90, 180, 270)))


def pages_exchanged(stack: Stack, chance: Random) -> None:
    one, other = _any_page(stack, chance), _any_page(stack, chance)
    stack.leaves[one], stack.leaves[other] = stack.leaves[other], stack.leaves[one]


def pages_in_another_order(stack: Stack, chance: Random) -> None:
    sheet = _any_sheet(stack, chance)
    end = _next_sheet(stack, sheet)
    stack.leaves[sheet + 1 : end] = chance.sample(stack.leaves[sheet + 1 : end], end - sheet - 1)


def letters_in_another_order(stack: Stack, chance: Random) -> None:
    """Harmless, as long as each letter stays together."""
    sheet = _any_sheet(stack, chance)
    stack.leaves = [*stack.leaves[sheet:], *stack.leaves[:sheet]]


def _next_sheet(stack: Stack, sheet: int) -> int:
    leaves = enumerate(stack.leaves)
    return next((at for at, leaf in leaves if leaf.is_sheet and at > sheet), len(stack.leaves))


def shuffled(stack: Stack, chance: Random) -> None:
    chance.shuffle(stack.leaves)


def upside_down_order(stack: Stack, chance: Random) -> None:
    stack.leaves.reverse()


def sheet_of_a_stranger(stack: Stack, chance: Random) -> None:
    text = a_sheet(chance, 1, chance.choice(list(STRANGERS.values())))
    if chance.random() < 0.25:
        text = text.replace("LBANK1", "LBANK2")
    _put_in(stack, chance, Leaf(text))
    stack.known[text] = known_as(text, Standing.UNKNOWN, None)


def sheet_not_ready(stack: Stack, chance: Random) -> None:
    text = a_sheet(chance, chance.choice((1, None)), HERE)
    _put_in(stack, chance, Leaf(text))
    standing = chance.choice((Standing.USED, Standing.VOID, Standing.UNREGISTERED, Standing.UNKNOWN))
    stack.known[text] = known_as(text, standing, chance.choice((1, None)))


def sheet_copied(stack: Stack, chance: Random) -> None:
    _put_in(stack, chance, stack.leaves[_any_sheet(stack, chance)])


def _put_in(stack: Stack, chance: Random, sheet: Leaf) -> None:
    at = chance.randrange(len(stack.leaves) + 1)
    stack.leaves[at:at] = [sheet, *pages(chance, chance.randrange(3), two_sided=stack.two_sided, head=0)]


def count_is_wrong(stack: Stack, chance: Random) -> None:
    text = stack.leaves[_any_sheet(stack, chance)].text
    if text in stack.known:
        known = stack.known[text]
        stack.known[text] = known_as(text, known.standing, max(0, (known.registered or 0) + chance.choice((-1, 1, 2))))


def two_sheets_on_one_side(stack: Stack, chance: Random) -> None:
    changed(stack, _any_sheet(stack, chance), beside=a_sheet(chance, 2))


def empty_leaf(stack: Stack, chance: Random) -> None:
    stack.leaves.insert(chance.randrange(len(stack.leaves) + 1), Leaf(front=False))


def leaf_face_down(stack: Stack, chance: Random) -> None:
    changed(stack, chance.randrange(len(stack.leaves)), face_down=True)


def all_face_down(stack: Stack, chance: Random) -> None:
    for at in range(len(stack.leaves)):
        changed(stack, at, face_down=True)


def written_on_the_sheets_back(stack: Stack, chance: Random) -> None:
    changed(stack, _any_sheet(stack, chance), back=True)


def faint_page(stack: Stack, chance: Random) -> None:
    changed(stack, _any_page(stack, chance), faint=True)


def shines_through(stack: Stack, chance: Random) -> None:
    changed(stack, chance.randrange(len(stack.leaves)), shines_through=True)


def not_counted(stack: Stack, chance: Random) -> None:
    stack.counted = None


def counted_wrongly(stack: Stack, chance: Random) -> None:
    stack.miscounted_by += chance.choice((-2, -1, -1, 1))


MISHAPS: tuple[Mishap, ...] = (
    sheet_not_seen, sheet_not_seen, sheet_damaged, sheet_lost, page_lost, page_lost, leaves_pulled_in_together,
    leaf_scanned_twice, feeder_stops, page_too_many, leaf_elsewhere, shuffled, upside_down_order, sheet_of_a_stranger,
    sheet_not_ready, sheet_copied, count_is_wrong, two_sheets_on_one_side, empty_leaf, leaf_face_down, all_face_down,
    written_on_the_sheets_back, faint_page, shines_through, not_counted,
    leaf_turned, pages_exchanged, pages_in_another_order, letters_in_another_order, counted_wrongly, counted_wrongly,
)  # fmt: skip


def a_stack(chance: Random, letters: int | None = None) -> Stack:
    """Good four times in ten; else with one fault or up to five. Then a person counts the sheets that lie there."""
    stack = a_good_stack(chance, letters)
    for _ in range(chance.choice((0, 0, 0, 0, 1, 1, 1, 2, 3, 5))):
        mishap = chance.choice(MISHAPS)
        if stack.leaves:
            mishap(stack, chance)
            stack.faults.append(mishap.__name__)
    if stack.counted is not None:
        stack.counted = max(0, stack.sheets + stack.miscounted_by)
    return stack


def filled_up_by_the_next(chance: Random) -> Stack:
    """The worst case: a sheet nobody saw, and just as many pages gone as the letter before it then holds too many."""
    stack = a_good_stack(chance, letters=chance.randrange(2, 5), two_sided=False)
    sheet = chance.choice([at for at, leaf in enumerate(stack.leaves) if leaf.is_sheet][1:])
    before = max(at for at in range(sheet) if stack.leaves[at].is_sheet)
    after = _next_sheet(stack, sheet)
    eyes = chance.choice((Eyes.AS_A_PAGE, None))
    if eyes:
        changed(stack, sheet, eyes=eyes)
    else:
        stack.hidden.add(sheet)  # pulled in under another leaf
    seen = (sheet - before - 1) + (after - sheet - 1) + (eyes is not None)
    text = a_sheet(chance, seen)
    changed(stack, before, text=text)
    stack.known[text] = known_as(text, Standing.READY, seen)
    stack.counted = stack.sheets
    return stack
