"""Keep what a reader has answered so far."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.create_table(
        "review_draft",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("letter_id", sa.String(length=200), nullable=False),
        sa.Column("revision_id", sa.String(length=200), nullable=False),
        sa.Column("facility_code", sa.String(length=200), nullable=False),
        sa.Column("desk", sa.String(length=200), nullable=False),
        sa.Column("reader_id", sa.String(length=200), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_from", sa.String(length=200), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["facility_code"], ["facility.code"], name=op.f("fk_review_draft_facility_code")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_review_draft_letter_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["letter_revision.id"], name=op.f("fk_review_draft_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_draft")),
    )
    op.create_index(op.f("ix_review_draft_letter_id"), "review_draft", ["letter_id"], unique=False)
    op.create_index("uq_review_draft_reader", "review_draft", ["revision_id", "desk", "reader_id"], unique=True)
