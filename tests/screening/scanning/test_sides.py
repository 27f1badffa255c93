"""A side of a stack comes out of the sandbox as a claim: page, thumbnail and codes are each looked at (B23)."""

import io
import struct
import subprocess
import sys
from dataclasses import replace

import pytest
from PIL import Image

from letterbank.sandbox import PIECE, JobRefused, Limits, Sandbox
from screening.scanning import JOBS, NotAScan, Reading, Side, read_sides
from screening.scanning.pages import NotClean
from screening.scanning.refusals import MAX_SIDES, MAX_STACK_BYTES, SENTENCES
from screening.scanning.renditions import rendition, thumbnail
from screening.scanning.sides import MOST_CODES, bounded, unpacked_side
from tests.screening.scanning.papers import arrow, is_upright, many_pages, pdf_of, saved, written_page

PAPER = arrow().convert("L")
ONE, OTHER = (f"LBANK1.ABCDEF.NORTH.K7QF2M9TXW4PA8B.{sides}.0123456789" for sides in (1, 2))
SIDE = Side(rendition(PAPER), thumbnail(PAPER), False, Reading((ONE, OTHER), 270, False))


@pytest.mark.parametrize("side", [
    SIDE,
    replace(SIDE, blank=True, reading=Reading()),
    replace(SIDE, reading=Reading((), 90, damaged=True)),
])  # fmt: skip
def test_our_own_sides_come_through_unchanged(side: Side) -> None:
    assert unpacked_side(side.packed()) == side


def with_header(number: int, value: int) -> bytes:
    packed = bytearray(SIDE.packed())
    packed[number] = value
    return bytes(packed)


def with_thumbnail(image: bytes) -> bytes:
    return replace(SIDE, thumbnail=image).packed()


def with_codes(*codes: str) -> bytes:
    return replace(SIDE, reading=Reading(codes)).packed()


CLAIMS = {
    "nothing": b"",
    "a cut header": SIDE.packed()[:5],
    "a cut page": SIDE.packed()[:-100],
    "something after the page": SIDE.packed() + b"Dear Mrs Carter",
    "perhaps blank": with_header(0, 2),
    "a fifth quarter": with_header(1, 4),
    "perhaps damaged": with_header(2, 255),
    "more codes than it has": with_header(3, 200),
    "many codes": with_codes(*(f"LBANK1.{number}" for number in range(MOST_CODES + 1))),
    "a code twice": with_codes(ONE, ONE),
    "an empty code": with_codes(""),
    "a long code": with_codes("LBANK1." + "A" * 101),
    "another code": with_codes("DEAR MRS CARTER"),
    "a code with a line end": with_codes("LBANK1.A\nB"),
    "a code beyond ASCII": with_codes("LBANK1.X").replace(b"LBANK1.X", b"LBANK1.\xe9"),
    "no thumbnail": with_thumbnail(b""),
    "a thumbnail longer than its picture": SIDE.packed()[:4] + struct.pack(">I", 2**31) + SIDE.packed()[8:],
    "a wide thumbnail": with_thumbnail(rendition(Image.new("L", (241, 100), 255)).image),
    "a colour thumbnail": with_thumbnail(saved(arrow(), "JPEG", dpi=(200, 200))),
    "a thumbnail with words": with_thumbnail(SIDE.thumbnail[:20] + b"\xff\xfe\x00\x06note" + SIDE.thumbnail[20:]),
    "a thumbnail that is a PNG": with_thumbnail(rendition(arrow().convert("1")).image),
    "a thumbnail of no height": with_thumbnail(SIDE.thumbnail.replace(struct.pack(">HH", 240, 160), bytes(4))),
}


@pytest.mark.parametrize("what", list(CLAIMS))
def test_a_side_with_anything_else_in_it_is_refused(what: str) -> None:
    with pytest.raises(NotClean):
        unpacked_side(CLAIMS[what])


def test_a_large_thumbnail_is_refused() -> None:
    noise = io.BytesIO()
    Image.effect_noise((240, 240), 200).save(noise, "JPEG", quality=100, dpi=(200, 200))

    with pytest.raises(NotClean, match="no thumbnail"):
        unpacked_side(with_thumbnail(noise.getvalue()))


@pytest.mark.parametrize("code", ["", "LBANK1." + "A" * 101, "LBANK1.caf\xe9", "LBANK1.A\0B", "DEAR"])
def test_a_strange_code_puts_its_side_into_doubt_and_stops_nothing(code: str) -> None:
    assert bounded(Reading((ONE, code), 90)) == Reading((ONE,), 90, damaged=True)


def test_words_in_a_code_that_only_begins_like_ours_are_not_kept() -> None:
    drawn = replace(SIDE, reading=Reading(("LBANK1.DEAR MRS CARTER", "LBANK1.AGAIN", "LBANK27.A NEWER ONE", ONE)))

    assert unpacked_side(drawn.packed()).reading.codes == ("LBANK1.", "LBANK27.", ONE)


def test_a_stack_comes_side_by_side(sandbox: Sandbox) -> None:
    stack = pdf_of(arrow(), written_page(100).convert("RGB"), dpi=100)

    first, second = read_sides(sandbox, stack)

    assert is_upright(first.page.image) and is_upright(first.thumbnail)
    with Image.open(io.BytesIO(second.thumbnail)) as small:
        assert (small.format, small.mode, small.size) == ("JPEG", "L", (185, 240))
    assert not first.blank and not second.blank


def test_a_stack_may_be_longer_than_a_letter_and_not_longer_than_its_limit(sandbox: Sandbox) -> None:
    sides = read_sides(sandbox, many_pages(301))
    assert next(sides).page.width

    with pytest.raises(NotAScan) as refusal:
        next(read_sides(sandbox, many_pages(10_001)))
    assert refusal.value.sentence == SENTENCES["sides"]
    with pytest.raises(JobRefused, match="pages"):
        next(sandbox.run("sides", many_pages(MAX_SIDES + 1)))


def test_a_stack_over_its_limit_is_refused_unread(sandbox: Sandbox) -> None:
    class Vast:
        size = MAX_STACK_BYTES + 1

        def piece(self, number: int) -> bytes:
            raise AssertionError("nobody may read it")

    with pytest.raises(NotAScan, match="This stack is larger than 1024 MB"):
        next(read_sides(sandbox, Vast()))


def test_no_stack_is_read_whole_before_its_first_side(sandbox: Sandbox) -> None:
    stack = pdf_of(*[written_page(200, seed) for seed in range(1, 9)], dpi=200)
    asked: list[int] = []

    class Watched:
        size = len(stack)

        def piece(self, number: int) -> bytes:
            asked.append(number)
            return stack[number * PIECE : (number + 1) * PIECE]

    sides = read_sides(sandbox, Watched())
    next(sides)

    assert 4 * len(set(asked)) < 3 * (len(stack) // PIECE), f"{asked} of {len(stack) / PIECE:.1f} pieces"
    assert len(list(sides)) == 7


@pytest.mark.parametrize(("job", "reason"), [("echo", "damaged"), ("spin", "slow"), ("endlessly", "sides")])
def test_a_codec_taken_over_is_believed_nothing(job: str, reason: str) -> None:
    where = {"sides": f"tests.sandbox.hostile_jobs:{job}"}
    given = SIDE.packed() if job == "endlessly" else b"Dear Mrs Carter"

    with Sandbox(where, limits=Limits(patience=0.5)) as sandbox, pytest.raises(NotAScan) as refusal:
        list(read_sides(sandbox, given))

    assert refusal.value.reason == reason


def test_the_server_loads_no_codec_to_read_sides() -> None:
    program = (
        "import sys, screening.scanning\n"
        "print([one for one in ('PIL', 'pypdfium2', 'zxingcpp') if one in sys.modules])"
    )

    said = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)

    assert said.stdout == "[]\n"


def test_a_long_stack_takes_no_more_memory_than_a_short_one() -> None:
    noise = saved(Image.effect_noise((1000, 1300), 120), "JPEG", quality=97)  # a megabyte that shrinks no further
    picture = Image.open(io.BytesIO(noise))
    stack = saved(picture, "PDF", save_all=True, append_images=[picture] * 51, resolution=120, quality=97)

    with Sandbox(JOBS, limits=Limits(memory=48 * 1024 * 1024)) as narrow:
        sides = sum(1 for _ in read_sides(narrow, stack))

    assert sides == 52
    assert len(stack) > 48 * 1024 * 1024
