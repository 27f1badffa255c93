"""Bring letters of the old files."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "earlier_review",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("revision_id", sa.String(length=200), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("written_by", sa.String(length=200), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reader", sa.LargeBinary(), nullable=True),
        sa.Column("found_in", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["revision_id"], ["letter_revision.id"], name=op.f("fk_earlier_review_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_review")),
    )
    op.create_index(op.f("ix_earlier_review_revision_id"), "earlier_review", ["revision_id"], unique=False)
    op.add_column("letter", sa.Column("on_paper_since", sa.Date(), nullable=True))
