"""Keep what settled a message, and the request whose number it bears."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("unmatched_drop") as table:
        table.add_column(sa.Column("request_id", sa.String(length=200), nullable=True))
        table.add_column(sa.Column("settlement", sa.LargeBinary(), nullable=True))
        table.create_index(op.f("ix_unmatched_drop_request_id"), ["request_id"], unique=False)
        table.create_foreign_key(op.f("fk_unmatched_drop_request_id"), "request", ["request_id"], ["id"])
