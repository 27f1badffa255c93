"""Typed parts of addresses: junk is a 404 and never a 500."""

from flask import Flask
from werkzeug.routing import BaseConverter

from letterbank.roles import is_facility_code


class IdConverter(BaseConverter):
    """`<id:letter_id>`: 26 base32 letters."""

    regex = "[a-z2-7]{26}"


class FacilityConverter(BaseConverter):
    """`<facility:code>`."""

    regex = "[A-Z][A-Z0-9]{0,19}"

    def to_url(self, value: str) -> str:
        if not is_facility_code(value):
            raise ValueError("not a facility code")
        return value


def register_addresses(app: Flask) -> None:
    app.url_map.converters["id"] = IdConverter
    app.url_map.converters["facility"] = FacilityConverter
