"""Keep the story of a referral."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "dialogue_referral_step",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("step", sa.String(length=200), nullable=False),
        sa.Column("before", sa.String(length=200), nullable=False),
        sa.Column("after", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["dialogue_referral.id"], name=op.f("fk_dialogue_referral_step_record_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_referral_step")),
    )
    op.create_index(op.f("ix_dialogue_referral_step_record_id"), "dialogue_referral_step", ["record_id"], unique=False)
