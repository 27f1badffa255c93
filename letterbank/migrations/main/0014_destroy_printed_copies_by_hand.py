"""Destroy printed copies by hand, and mark outer envelopes.

Every void copy of before waits for a person too: nobody wrote down what became of its paper.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("packet", sa.Column("outer_code", sa.String(length=200), nullable=True))
    op.add_column("packet", sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("packet", sa.Column("destroyed_by", sa.String(length=200), nullable=True))
