"""The pages of victim assistance. They show what waits and carry out what a person decides; every rule is elsewhere."""

from flask import Flask

from letterbank.permissions import Permission
from letterbank.web.home import add_waits, add_way
from letterbank.web.stuck import add_stuck
from notifications import stuck
from notifications.views import after_care, contact, copies, desk, ended, matches, release, requests, telephone, wishes


def register_notifications(app: Flask) -> None:
    for part in (desk, requests, telephone, matches, contact, release, copies, wishes, ended, after_care):
        app.register_blueprint(part.pages)
    add_waits(app, desk.waits)
    add_stuck(app, stuck.found)
    add_way(app, "requests.listed", "Requests", Permission.VICTIM_READ)
    add_way(app, "desk.found", "Find a request", Permission.VICTIM_READ)
