"""One upload through the real facility application, to be run under a tracer:
`python -m tests.attacks.uploading HOME MAIN DROPBOX`, the last two being urls of databases without a row.
With `--spooled` the application is built wrong on purpose.

The request is handed to the application as a server would, from memory: nothing of this program itself writes a file.
"""

import io
import re
import sys
from pathlib import Path

from flask import Flask, Request
from PIL import Image
from sqlalchemy import select

from letterbank.letters.model import Letter
from letterbank.sandbox import Sandbox
from screening.scanning import JOBS
from tests.signing import Town, login_of, sign_in
from tests.worlds import AT_INTAKE, CLERK, COORDINATOR, Department, offender_of, settle

CANARY = b"CANARY-of-a-sealed-letter-7391"
NAME = "Canaria Birdsong"
BOUNDARY = "----paper"


def scan() -> bytes:
    """A JPEG over two megabytes: what werkzeug would spool to disk. Nearly all of it repeats the canary."""
    picture = io.BytesIO()
    Image.new("L", (1700, 2200), 255).save(picture, "JPEG")
    start, rest = picture.getvalue()[:2], picture.getvalue()[2:]
    remark = (CANARY * 2200)[:65000]
    segment = b"\xff\xfe" + (len(remark) + 2).to_bytes(2, "big") + remark
    return start + segment * 34 + rest


def body(fields: dict[str, str], file: bytes) -> bytes:
    parts = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in fields.items()]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="scan"; filename="a.jpg"\r\n\r\n'
    return "".join(parts).encode() + head.encode() + file + f"\r\n--{BOUNDARY}--\r\n".encode()


def settled(main: str, dropbox: str) -> Department:
    department = Department.over(main, dropbox)
    with department.arranging(COORDINATOR) as work:
        settle(work)
    return department


def spool(app: Flask) -> None:
    """The planted fault: uploads lie where the framework puts them."""
    app.request_class = Request


def upload(home: Path, databases: tuple[str, str], *, spooled: bool) -> None:
    with Sandbox(JOBS) as sandbox:
        department = settled(*databases)
        town = Town(department, home, {"planted": spool} if spooled else {})
        town.app("facility").extensions["letterbank sandbox"] = sandbox
        browser = sign_in(town, CLERK)
        with department.reading(CLERK) as work:
            writer = offender_of(work)
            page, case = f"/writers/{writer.id}/letter", writer.cases[0].id
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(page).text)
        assert token, login_of(CLERK)
        fields = {"csrf_token": token[1], "case": case, "addressee": NAME, "declared": "1", "acknowledged": "y"}
        fields |= AT_INTAKE
        answer = browser.client.post(
            page, input_stream=io.BytesIO(whole := body(fields, scan())), content_length=len(whole),
            content_type=f"multipart/form-data; boundary={BOUNDARY}",
        )  # fmt: skip
        assert answer.status_code == 302, answer.text
        with department.reading(CLERK) as work:
            assert work.session.scalar(select(Letter.id)) is not None
        department.close()


if __name__ == "__main__":
    upload(Path(sys.argv[1]), (sys.argv[2], sys.argv[3]), spooled="--spooled" in sys.argv)
