"""Call once afterwards, and leave alone the days she names."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("victim", sa.Column("leave_alone", sa.LargeBinary(), nullable=True))
    op.create_table(
        "after_care",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=200), nullable=True),
        sa.Column("outcome", sa.String(length=200), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["offer.id"], name=op.f("fk_after_care_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_after_care")),
    )
