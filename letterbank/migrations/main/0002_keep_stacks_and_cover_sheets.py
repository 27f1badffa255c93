"""Keep stacks and cover sheets, and how many written sides were counted on a letter's paper.

Letters from before were taken in with their scan, whose pages were counted then.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "stack",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("desk", sa.String(length=200), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "arriving",
                "waiting",
                "quarantined",
                "laid_out",
                "separated",
                "refused",
                "to_rescan",
                "discarded",
                "broken_off",
                name="stackstage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("brought_by", sa.String(length=200), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=200), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=True),
        sa.Column("sides_read", sa.Integer(), nullable=False),
        sa.Column("sides_in_all", sa.Integer(), nullable=True),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("layout", sa.Text(), nullable=False),
        sa.Column("laid_out_by", sa.String(length=200), nullable=True),
        sa.Column("claimed_by", sa.String(length=200), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("file", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stack")),
    )
    op.create_index("ix_stack_waiting", "stack", ["desk", "stage", "since", "id"], unique=False)
    op.create_table(
        "stack_piece",
        sa.Column("stack_id", sa.String(length=200), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("desk", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["stack_id"], ["stack.id"], name=op.f("fk_stack_piece_stack_id")),
        sa.PrimaryKeyConstraint("stack_id", "ordinal", name=op.f("pk_stack_piece")),
    )
    op.create_table(
        "stack_side",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("stack_id", sa.String(length=200), nullable=False),
        sa.Column("desk", sa.String(length=200), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("blank", sa.Boolean(), nullable=False),
        sa.Column("codes", sa.Text(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("damaged", sa.Boolean(), nullable=False),
        sa.Column("turned", sa.Integer(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=True),
        sa.Column("thumbnail", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["stack_id"], ["stack.id"], name=op.f("fk_stack_side_stack_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stack_side")),
    )
    op.create_index(op.f("ix_stack_side_stack_id"), "stack_side", ["stack_id"], unique=False)
    op.create_table(
        "stack_step",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("step", sa.String(length=200), nullable=False),
        sa.Column("before", sa.String(length=200), nullable=False),
        sa.Column("after", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["stack.id"], name=op.f("fk_stack_step_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stack_step")),
    )
    op.create_index(op.f("ix_stack_step_record_id"), "stack_step", ["record_id"], unique=False)
    op.create_table(
        "cover_sheet",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("desk", sa.String(length=200), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("batch", sa.String(length=200), nullable=False),
        sa.Column("declared", sa.Integer(), nullable=True),
        sa.Column("revision_id", sa.String(length=200), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "blank",
                "ready",
                "used",
                "void",
                name="sheetstage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("printed_by", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["letter_revision.id"], name=op.f("fk_cover_sheet_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover_sheet")),
    )
    op.create_index(op.f("ix_cover_sheet_batch"), "cover_sheet", ["batch"], unique=False)
    op.create_index("ix_cover_sheet_code", "cover_sheet", ["desk", "code"], unique=False)
    op.create_index(op.f("ix_cover_sheet_revision_id"), "cover_sheet", ["revision_id"], unique=False)
    op.create_index("ix_cover_sheet_waiting", "cover_sheet", ["desk", "stage", "since", "id"], unique=False)
    op.create_table(
        "cover_sheet_step",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("step", sa.String(length=200), nullable=False),
        sa.Column("before", sa.String(length=200), nullable=False),
        sa.Column("after", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["cover_sheet.id"], name=op.f("fk_cover_sheet_step_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover_sheet_step")),
    )
    op.create_index(op.f("ix_cover_sheet_step_record_id"), "cover_sheet_step", ["record_id"], unique=False)
    op.create_table(
        "letter_original",
        sa.Column("revision_id", sa.String(length=200), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("facility_code", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["facility_code"], ["facility.code"], name=op.f("fk_letter_original_facility_code")),
        sa.ForeignKeyConstraint(["revision_id"], ["letter_revision.id"], name=op.f("fk_letter_original_revision_id")),
        sa.PrimaryKeyConstraint("revision_id", "ordinal", name=op.f("pk_letter_original")),
    )
    op.add_column("letter_revision", sa.Column("declared", sa.Integer(), nullable=False, server_default="0"))
    op.execute(
        "UPDATE letter_revision SET declared = "
        "(SELECT count(*) FROM letter_page WHERE letter_page.revision_id = letter_revision.id)"
    )
