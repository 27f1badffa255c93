"""Take out a mistaken registration."""

from letterbank.migrations.words import let_say

revision = "0016"
down_revision = "0015"
STAGES = ("registered", "in_review", "escalated", "returned", "refused", "banked", "withdrawn", "struck")


def upgrade() -> None:
    let_say("letter", "stage", "letterstage", STAGES)
