"""Let a second person decide."""

import sqlalchemy as sa
from alembic import op

from letterbank.migrations.words import let_say

revision = "0006"
down_revision = "0005"
STAGES = ("registered", "in_review", "escalated", "returned", "refused", "banked", "withdrawn")


def upgrade() -> None:
    let_say("letter", "stage", "letterstage", STAGES)
    op.create_table(
        "escalation",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("letter_id", sa.String(length=200), nullable=False),
        sa.Column("revision_id", sa.String(length=200), nullable=False),
        sa.Column("facility_code", sa.String(length=200), nullable=False),
        sa.Column("desk", sa.String(length=200), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("raised_by", sa.String(length=200), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=200), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", sa.LargeBinary(), nullable=True),
        sa.Column("safety_note", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["facility_code"], ["facility.code"], name=op.f("fk_escalation_facility_code")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_escalation_letter_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["letter_revision.id"], name=op.f("fk_escalation_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
    )
    op.create_index(op.f("ix_escalation_letter_id"), "escalation", ["letter_id"], unique=False)
    op.create_index(op.f("ix_escalation_revision_id"), "escalation", ["revision_id"], unique=False)
    op.create_table(
        "finding",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("revision_id", sa.String(length=200), nullable=False),
        sa.Column("facility_code", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["facility_code"], ["facility.code"], name=op.f("fk_finding_facility_code")),
        sa.ForeignKeyConstraint(["revision_id"], ["letter_revision.id"], name=op.f("fk_finding_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_revision_id"), "finding", ["revision_id"], unique=False)
