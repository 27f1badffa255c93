"""R36: an upload is sealed as it comes and is never plain in a file, however large it is."""

import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage

from letterbank.errors import Unreadable
from letterbank.sandbox import Sandbox
from letterbank.vault import PieceSeal
from screening.scanning import NotAScan, sanitise
from screening.scanning.arrival import PIECE, SealedSink, arrived, receive
from screening.scanning.refusals import MAX_BYTES
from screening.uploads import register_uploads
from tests.screening.scanning.papers import arrow, is_upright, saved

CANARY = b"Dear Mrs Carter, I am sorry. "
LETTER = CANARY * 80_000  # 2.3 MB: far over what Flask keeps in memory


def intake() -> Flask:
    """A small app that says what came, and how."""
    app = Flask("intake")
    register_uploads(app)

    @app.post("/scan")
    def scan() -> dict[str, object]:
        sink = arrived(request.files["scan"])
        plain = b"".join(sink.pieces())
        return {"size": sink.size, "whole": plain == LETTER, "named": request.form["writer"]}

    return app


@pytest.fixture
def client() -> FlaskClient:
    return intake().test_client()


def post(client: FlaskClient, *scans: bytes) -> tuple[int, str]:
    """The body by hand: Flask's test client would itself spool a large form to a temporary file."""
    parts = [(b'name="writer"', b"A. Smith"), *((b'name="scan"; filename="scan.pdf"', scan) for scan in scans)]
    body = (
        b"".join(b"--cut\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % part for part in parts) + b"--cut--\r\n"
    )
    answer = client.post(
        "/scan",
        input_stream=io.BytesIO(body),
        content_length=len(body),
        content_type="multipart/form-data; boundary=cut",
    )
    return answer.status_code, answer.text


def test_an_uploaded_letter_arrives_whole_through_its_form(client: FlaskClient) -> None:
    status, said = post(client, LETTER)

    assert status == 200
    assert json.loads(said) == {"size": len(LETTER), "whole": True, "named": "A. Smith"}


def test_what_is_kept_is_sealed_and_at_most_one_piece_is_plain() -> None:
    sink = SealedSink(PieceSeal())

    for at in range(0, len(LETTER), 65_536):
        sink.write(LETTER[at : at + 65_536])
        assert len(sink._plain) < PIECE
    sink.seek(0)

    assert not sink._plain
    assert len(sink._sealed) == 3
    assert not any(CANARY in sealed for sealed in sink._sealed)


def test_pieces_cannot_change_places() -> None:
    sink = receive(io.BytesIO(LETTER), PieceSeal())
    sink._sealed._held[0], sink._sealed._held[1] = sink._sealed._held[1], sink._sealed._held[0]

    with pytest.raises(Unreadable):
        list(sink.pieces())


def test_a_sealed_arrival_cannot_be_read_like_a_file() -> None:
    sink = receive(io.BytesIO(LETTER), PieceSeal())

    with pytest.raises(io.UnsupportedOperation):
        sink.read()
    with pytest.raises(io.UnsupportedOperation):
        sink.seek(0, io.SEEK_END)


def test_a_scan_goes_from_the_sink_into_the_sandbox(sandbox: Sandbox) -> None:
    sink = receive(io.BytesIO(saved(arrow(), "TIFF")), PieceSeal())

    (page,) = sanitise(sandbox, sink)

    assert is_upright(page.image)


class Endless(io.RawIOBase):
    given = 0

    def read(self, size: int = -1, /) -> bytes:
        self.given += size
        return bytes(size)


def test_too_much_is_refused_while_it_is_still_coming_and_nothing_is_kept() -> None:
    endless, sink = Endless(), SealedSink(PieceSeal())

    with pytest.raises(NotAScan, match="larger than 50 MB"):
        while True:
            sink.write(endless.read(PIECE))

    assert endless.given == MAX_BYTES + PIECE
    assert not sink._sealed and not sink._plain


def test_of_a_file_that_is_too_large_nothing_is_kept_and_the_rest_of_the_form_is_read(client: FlaskClient) -> None:
    status, said = post(client, bytes(MAX_BYTES + 1))

    assert status == 200
    assert json.loads(said) == {"size": MAX_BYTES + 1, "whole": False, "named": "A. Smith"}


def test_an_empty_upload_is_no_scan(sandbox: Sandbox) -> None:
    sink = receive(io.BytesIO(b""), PieceSeal())

    with pytest.raises(NotAScan, match="empty"):
        list(sanitise(sandbox, sink))


def test_a_form_on_an_app_that_does_not_seal_is_our_mistake() -> None:
    with pytest.raises(TypeError, match="sealing request class"):
        arrived(FileStorage(io.BytesIO(LETTER)))


def test_the_digest_is_that_of_the_file() -> None:
    assert receive(io.BytesIO(LETTER), PieceSeal()).sha256 == hashlib.sha256(LETTER).hexdigest()


def test_no_temporary_file_is_made_for_a_large_upload(tmp_path: Path) -> None:
    """Every file a form parser could write lies in TMPDIR, unlinked or not: it may not be opened there."""
    program = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, given: opened.append(given[0]) if event == 'open' and given[2]"
        " & 0o103 else None)\n"
        "from tests.screening.scanning.test_arrival import LETTER, intake, post\n"
        "app = intake()\n"
        "if sys.argv[1] == 'plain':\n"
        "    from flask import Request\n"
        "    app.request_class = Request\n"
        "    app.testing = False\n"
        "opened.clear()\n"
        "post(app.test_client(), LETTER)\n"
        "print([str(one) for one in opened])\n"
    )

    said = {
        how: subprocess.run(
            [sys.executable, "-B", "-c", program, how],
            check=False,
            capture_output=True,
            text=True,
            env={"TMPDIR": str(tmp_path), "PYTHONPATH": os.getcwd()},
        ).stdout  # fmt: skip
        for how in ("sealing", "plain")
    }

    assert said["sealing"] == "[]\n"
    assert str(tmp_path) in said["plain"]  # so the watch does see a spooled file
