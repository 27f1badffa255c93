"""Keep what was found outside of a letter."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "deposit_check",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("letter_id", sa.String(length=200), nullable=False),
        sa.Column("facility_code", sa.String(length=200), nullable=False),
        sa.Column("desk", sa.String(length=200), nullable=False),
        sa.Column("gate", sa.String(length=200), nullable=False),
        sa.Column("stands", sa.Boolean(), nullable=False),
        sa.Column("noted_by", sa.String(length=200), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["facility_code"], ["facility.code"], name=op.f("fk_deposit_check_facility_code")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_deposit_check_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit_check")),
    )
    op.create_index(op.f("ix_deposit_check_letter_id"), "deposit_check", ["letter_id"], unique=False)
