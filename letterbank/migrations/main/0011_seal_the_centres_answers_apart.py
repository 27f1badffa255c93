"""Seal the centre's answers apart."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "central_answers",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("letter_id", sa.String(length=200), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["review.id"], name=op.f("fk_central_answers_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_central_answers_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_central_answers")),
    )
    op.create_index(op.f("ix_central_answers_letter_id"), "central_answers", ["letter_id"], unique=False)
