"""Which parts make up which surface. A part is a function that registers pages with an application."""

from collections.abc import Callable, Mapping

from flask import Flask

Part = Callable[[Flask], None]


def _public() -> dict[str, Part]:
    from notifications.public import register_public

    return {"public": register_public}


def _facility() -> dict[str, Part]:
    from letterbank.accounts.register import register_accounts
    from letterbank.letters.paper.facility_pages import register_paper
    from letterbank.letters.views import register_letters
    from letterbank.people.views import register_writers
    from letterbank.web.home import register_home
    from screening.intake.views import register_intake
    from screening.sheets.views import register_sheets
    from screening.stacks.views import register_stacks
    from screening.views import register_review

    return {
        "accounts": register_accounts,
        "home": register_home,
        "writers": register_writers,
        "intake": register_intake,
        "sheets": register_sheets,
        "stacks": register_stacks,
        "review": register_review,
        "letters": register_letters,
        "paper": register_paper,
    }


def _central() -> dict[str, Part]:
    from letterbank.accounts.register import register_accounts, register_staff_pages
    from letterbank.auditing.views import register_auditing
    from letterbank.letters.paper.central_pages import register_arrivals
    from letterbank.letters.paper.safe_pages import register_safe
    from letterbank.letters.views import register_letters
    from letterbank.people.views import register_imports, register_old_files
    from letterbank.vod.views import register_referrals
    from letterbank.web.home import register_home
    from letterbank.web.stuck import register_stuck
    from notifications.unmatched import register_messages
    from notifications.views import register_notifications
    from screening.intake.views import register_intake
    from screening.sheets.views import register_sheets
    from screening.stacks.views import register_stacks
    from screening.views import register_review

    return {
        "accounts": register_accounts,
        "home": register_home,
        "staff": register_staff_pages,
        "audit": register_auditing,
        "register": register_imports,
        "review": register_review,
        "writers": register_old_files,
        "intake": register_intake,
        "sheets": register_sheets,
        "stacks": register_stacks,
        "letters": register_letters,
        "arrivals": register_arrivals,
        "safe": register_safe,
        "notifications": register_notifications,
        "messages": register_messages,
        "referrals": register_referrals,
        "stuck": register_stuck,
    }


PARTS: Mapping[str, Callable[[], dict[str, Part]]] = {"public": _public, "facility": _facility, "central": _central}
