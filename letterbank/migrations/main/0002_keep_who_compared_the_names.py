"""Keep who compared the names."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("offer", sa.Column("looks", sa.LargeBinary(), nullable=True))
