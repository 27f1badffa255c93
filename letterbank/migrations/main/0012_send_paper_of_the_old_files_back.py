"""Send paper of the old files back.

Such paper that waits to be given back was never at its facility: it lies at the centre.
"""

from alembic import op

from letterbank.migrations.words import let_say

revision = "0012"
down_revision = "0011"
STAGES = (
    "to_send", "to_give_back", "missing", "with_writer", "packed", "sent", "not_arrived", "incomplete", "received",
    "lost", "to_send_back", "sent_back",
)  # fmt: skip

_AT_THE_CENTRE = """
    UPDATE paper SET stage = 'to_send_back' WHERE stage = 'to_give_back' AND NOT accepted
        AND EXISTS (SELECT 1 FROM letter l WHERE l.id = paper.letter_id AND l.on_paper_since IS NOT NULL)
        AND EXISTS (SELECT 1 FROM letter_revision r WHERE r.id = paper.id AND r.ordinal = 1)
"""


def upgrade() -> None:
    let_say("paper", "stage", "paperstage", STAGES)
    op.execute(_AT_THE_CENTRE)
