"""Typed parts of addresses: junk is a 404 and never a 500."""

from flask import Flask
from werkzeug.routing import BaseConverter


class IdConverter(BaseConverter):
    """`<id:letter_id>`: 26 base32 letters."""

    regex = "[a-z2-7]{26}"


def register_addresses(app: Flask) -> None:
    app.url_map.converters["id"] = IdConverter
