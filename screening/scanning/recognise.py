"""What a file is, by its first bytes. Its name and its claimed type are never asked."""

from letterbank.sandbox import Refuse

_BEGINNINGS = (
    ("PDF", b"%PDF-"),
    ("JPEG", b"\xff\xd8\xff"),
    ("PNG", b"\x89PNG\r\n\x1a\n"),
    ("TIFF", b"II*\x00"),
    ("TIFF", b"MM\x00*"),
)
_PHOTOGRAPHS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis")


def recognise(given: bytes) -> str:
    """PDF, JPEG, PNG, TIFF or WEBP. Refuses everything else."""
    if not given:
        raise Refuse("empty")
    start = given[:64].lstrip(b"\xef\xbb\xbf \t\r\n\x00") if b"%PDF-" in given[:64] else given[:64]
    for kind, beginning in _BEGINNINGS:
        if start.startswith(beginning):
            return kind
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "WEBP"
    raise Refuse("heic" if start[4:8] == b"ftyp" and start[8:12] in _PHOTOGRAPHS else "unknown")
