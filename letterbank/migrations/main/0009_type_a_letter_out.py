"""Type a letter out."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "transcript",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("page_id", sa.String(length=200), nullable=False),
        sa.Column("revision_id", sa.String(length=200), nullable=False),
        sa.Column("facility_code", sa.String(length=200), nullable=False),
        sa.Column("desk", sa.String(length=200), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("by_machine", sa.Boolean(), nullable=False),
        sa.Column("typed_by", sa.String(length=200), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_by", sa.String(length=200), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["facility_code"], ["facility.code"], name=op.f("fk_transcript_facility_code")),
        sa.ForeignKeyConstraint(["page_id"], ["letter_page.id"], name=op.f("fk_transcript_page_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["letter_revision.id"], name=op.f("fk_transcript_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript")),
    )
    op.create_index(op.f("ix_transcript_page_id"), "transcript", ["page_id"], unique=False)
    op.create_index(op.f("ix_transcript_revision_id"), "transcript", ["revision_id"], unique=False)
