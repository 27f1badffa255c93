"""What a file is, by its first bytes. Its name and its claimed type are never asked."""

from letterbank.sandbox import Places, Refuse

_GLANCE = 64
_BEGINNINGS = (
    ("PDF", b"%PDF-"),
    ("JPEG", b"\xff\xd8\xff"),
    ("PNG", b"\x89PNG\r\n\x1a\n"),
    ("TIFF", b"II*\x00"),
    ("TIFF", b"MM\x00*"),
)
_PHOTOGRAPHS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")


def recognise(given: Places) -> str:
    """PDF, JPEG, PNG, TIFF or WEBP. Refuses everything else."""
    given.seek(0)
    return kind_of(given.read(_GLANCE))


def kind_of(start: bytes) -> str:
    """The same, of a file's first bytes; sixty-four are enough."""
    start = start[:_GLANCE]
    if not start:
        raise Refuse("empty")
    if b"%PDF-" in start:
        start = start.lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    for kind, beginning in _BEGINNINGS:
        if start.startswith(beginning):
            return kind
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "WEBP"
    raise Refuse("heic" if start[4:8] == b"ftyp" and start[8:12] in _PHOTOGRAPHS else "unknown")
