"""Which parts make up which surface. A part is a function that registers pages with an application."""

from collections.abc import Callable, Mapping

from flask import Flask

Part = Callable[[Flask], None]


def _public() -> dict[str, Part]:
    return {}


def _facility() -> dict[str, Part]:
    from letterbank.web.home import register_home

    return {"home": register_home}


def _central() -> dict[str, Part]:
    from letterbank.web.home import register_home

    return {"home": register_home}


PARTS: Mapping[str, Callable[[], dict[str, Part]]] = {"public": _public, "facility": _facility, "central": _central}
