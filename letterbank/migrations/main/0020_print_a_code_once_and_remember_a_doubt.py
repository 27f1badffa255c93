"""Print a code once: a cover sheet knows when it went to paper. Every one of before may lie on paper already."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("cover_sheet", sa.Column("printed_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE cover_sheet SET printed_at = since")
