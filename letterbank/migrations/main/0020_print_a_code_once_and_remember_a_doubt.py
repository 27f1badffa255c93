"""Print a code once, and remember a doubt: a cover sheet knows when it went to paper and what spoke against it.

Every sheet made before may lie on paper already, so it counts as printed.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("cover_sheet", sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cover_sheet", sa.Column("doubted_in", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("stack", sa.Column("had_a_part", sa.Text(), nullable=False, server_default="[]"))
    op.execute("UPDATE cover_sheet SET printed_at = since")
