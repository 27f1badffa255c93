"""Why a file is not taken in, and what the person holding the paper can do instead."""

from collections.abc import Mapping

from letterbank.errors import Refusal

MAX_BYTES = 50 * 1024 * 1024
MAX_PAGES = 300
MAX_STACK_BYTES = 1024 * 1024 * 1024
MAX_SIDES = 1_000
MAX_PIXELS = 50_000_000  # a legal-size sheet at 600 dpi has 43 million
MAX_POINTS = 14_400.0  # 200 inches, the largest page a PDF may have
MIN_POINTS = 36.0

AGAIN = "Scan the paper again and send the new file."
SENTENCES: Mapping[str, str] = {
    "empty": f"This file is empty. {AGAIN}",
    "unknown": "This is not a scan we can read. Send a PDF, JPEG, PNG, TIFF or WebP file.",
    "heic": "This is an iPhone photograph (HEIC). Save it as a JPEG, or scan the paper, and send that.",
    "password": "This PDF asks for a password. Save it without one, or scan the paper again.",
    "size": f"This file is larger than {MAX_BYTES // 1024 // 1024} MB. Scan the paper at 300 dpi, "
    "or send it in smaller parts.",
    "pages": f"This file says it has more than {MAX_PAGES} pages. Send it in smaller parts.",
    "stack-size": f"This stack is larger than {MAX_STACK_BYTES // 1024 // 1024} MB. Scan the paper at 300 dpi, "
    "or scan it in smaller stacks.",
    "sides": f"This stack says it has more than {MAX_SIDES:,} sides. Scan it in smaller stacks.",
    "no-pages": f"This file has no pages in it. {AGAIN}",
    "page-size": "A page in this file is larger or smaller than any sheet of paper. Scan the paper "
    "again at its true size.",
    "pixels": "A picture in this file is too large to open. Scan the paper at 300 dpi and send it again.",
    "moving": "This is a moving picture, not a scan. Send one picture for each page, or a PDF.",
    "damaged": f"This file is damaged or cut short, and cannot be read. {AGAIN}",
    "slow": "This file took too long to open. Scan the paper again at 300 dpi, or send it in smaller parts.",
}


class NotAScan(Refusal):
    """The sentence says what to do. `reason` is its key in SENTENCES, for lists and counts."""

    heading = "This file was not taken in"

    def __init__(self, reason: str) -> None:
        self.reason = reason if reason in SENTENCES else "damaged"  # the word may be a hostile claim
        super().__init__(SENTENCES[self.reason])


class ReadingDied(NotAScan):
    """Whoever read the file was killed or crashed: by the file, or by something that a second reading may not meet."""

    def __init__(self) -> None:
        super().__init__("damaged")
