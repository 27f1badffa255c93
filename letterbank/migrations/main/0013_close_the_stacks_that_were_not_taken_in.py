"""Close the stacks that were not taken in.

They wait until a person has seen that nothing came of them. Those of before were on the list of what is done, and stay
there.
"""

from alembic import op

from letterbank.migrations.words import let_say

revision = "0013"
down_revision = "0012"
STAGES = (
    "arriving", "waiting", "quarantined", "laid_out", "separated", "refused", "to_rescan", "discarded", "broken_off",
    "closed",
)  # fmt: skip


def upgrade() -> None:
    let_say("stack", "stage", "stackstage", STAGES)
    op.execute("UPDATE stack SET stage = 'closed' WHERE stage IN ('refused', 'broken_off')")
