"""Which parts make up which surface. A part is a function that registers pages with an application."""

from collections.abc import Callable, Mapping

from flask import Flask

Part = Callable[[Flask], None]


def _public() -> dict[str, Part]:
    from notifications.public import register_public

    return {"public": register_public}


def _facility() -> dict[str, Part]:
    from letterbank.accounts.register import register_accounts
    from letterbank.web.home import register_home

    return {"accounts": register_accounts, "home": register_home}


def _central() -> dict[str, Part]:
    from letterbank.accounts.register import register_accounts, register_staff_pages
    from letterbank.web.home import register_home

    return {"accounts": register_accounts, "home": register_home, "staff": register_staff_pages}


PARTS: Mapping[str, Callable[[], dict[str, Part]]] = {"public": _public, "facility": _facility, "central": _central}
