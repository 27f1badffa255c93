"""Runs in the sandbox: a PDF opened where it lies, so that only what a page needs of it is ever read.

The codec calls back for bytes. Such a way back is a piece of executable memory, which no job may make:
the one there is was made with this module, before the walls closed, and serves the one file of a job.
"""

import ctypes

import pypdfium2
from pypdfium2 import raw

from letterbank.sandbox import Places, Refuse


class _Reader:
    """What the codec calls: fill so many bytes from there. 0 says that they could not be had."""

    given: Places | None = None

    def __call__(self, _: object, position: int, room: "ctypes._Pointer[ctypes.c_ubyte]", size: int) -> int:
        if self.given is None:
            return 0
        self.given.seek(position)
        start = ctypes.addressof(room.contents)
        return int(self.given.readinto(memoryview((ctypes.c_ubyte * size).from_address(start))) == size)


_reader = _Reader()
_way_back = type(raw.FPDF_FILEACCESS().m_GetBlock)(_reader)


def opened(given: Places) -> pypdfium2.PdfDocument:
    """Stays open for the rest of the job. Refuses what is locked, and what is no PDF inside."""
    _reader.given = given
    access = raw.FPDF_FILEACCESS(m_FileLen=given.size, m_GetBlock=_way_back)
    document = raw.FPDF_LoadCustomDocument(access, None)
    if not document:
        locked = raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise Refuse("password" if locked else "damaged")
    return pypdfium2.PdfDocument(document)
