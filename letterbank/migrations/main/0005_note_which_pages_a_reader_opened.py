"""Note which pages a reader opened."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "page_reading",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("page_id", sa.String(length=200), nullable=False),
        sa.Column("facility_code", sa.String(length=200), nullable=False),
        sa.Column("desk", sa.String(length=200), nullable=False),
        sa.Column("reader_id", sa.String(length=200), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["facility_code"], ["facility.code"], name=op.f("fk_page_reading_facility_code")),
        sa.ForeignKeyConstraint(["page_id"], ["letter_page.id"], name=op.f("fk_page_reading_page_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_reading")),
    )
    op.create_index(op.f("ix_page_reading_page_id"), "page_reading", ["page_id"], unique=False)
