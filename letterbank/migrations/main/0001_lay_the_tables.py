"""Lay the tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "audit_central",
        sa.Column("chain", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("written", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chain", "number", name=op.f("pk_audit_central")),
    )
    op.create_table(
        "audit_facility",
        sa.Column("chain", sa.String(length=200), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("written", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chain", "number", name=op.f("pk_audit_facility")),
    )
    op.create_table(
        "audit_turn",
        sa.Column("chain", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_turn")),
        info={"backup": "never"},
    )
    op.create_table(
        "court_case",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("county", sa.String(length=200), nullable=False),
        sa.Column("offence", sa.String(length=200), nullable=False),
        sa.Column("offence_date", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_court_case")),
        sa.UniqueConstraint("number", name=op.f("uq_court_case_number")),
    )
    op.create_table(
        "destruction",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("key_kind", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("ordered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ordered_by", sa.String(length=200), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destruction")),
    )
    op.create_index(op.f("ix_destruction_record_id"), "destruction", ["record_id"], unique=False)
    op.create_table(
        "facility",
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_facility")),
    )
    op.create_table(
        "letter_key",
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_letter_key")),
        info={"backup": "keys"},
    )
    op.create_index(op.f("ix_letter_key_holder"), "letter_key", ["holder"], unique=False)
    op.create_table(
        "register_draft",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("brought_by", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_draft")),
    )
    op.create_table(
        "unmatched_drop",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("drop_id", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(length=200), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmatched_drop")),
        sa.UniqueConstraint("drop_id", name=op.f("uq_unmatched_drop_drop_id")),
    )
    op.create_table(
        "victim",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("safe_way", sa.LargeBinary(), nullable=True),
        sa.Column("telephone", sa.LargeBinary(), nullable=True),
        sa.Column("voicemail", sa.LargeBinary(), nullable=True),
        sa.Column("hours", sa.LargeBinary(), nullable=True),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("call_us", sa.LargeBinary(), nullable=True),
        sa.Column("word_first", sa.LargeBinary(), nullable=True),
        sa.Column("notes", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_victim")),
    )
    op.create_table(
        "victim_key",
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("holder", sa.String(length=200), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_victim_key")),
        info={"backup": "keys"},
    )
    op.create_index(op.f("ix_victim_key_holder"), "victim_key", ["holder"], unique=False)
    op.create_table(
        "offender",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("facility_code", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["facility_code"], ["facility.code"], name=op.f("fk_offender_facility_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offender")),
        sa.UniqueConstraint("number", name=op.f("uq_offender_number")),
    )
    op.create_index("ix_offender_list", "offender", ["facility_code", "name", "id"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("login", sa.String(length=200), nullable=False),
        sa.Column("surface", sa.String(length=200), nullable=False),
        sa.Column("facility_code", sa.String(length=200), nullable=True),
        sa.Column("held", sa.JSON(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("password", sa.String(length=200), nullable=True),
        sa.Column("totp", sa.LargeBinary(), nullable=True),
        sa.Column("totp_counter", sa.Integer(), nullable=False),
        sa.Column("recovery_codes", sa.JSON(), nullable=False),
        sa.Column("bad_tries", sa.JSON(), nullable=False),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_signed_in", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fs_webauthn_user_handle", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(surface = 'facility') = (facility_code IS NOT NULL)", name=op.f("ck_staff_facility_people_have_one")
        ),
        sa.ForeignKeyConstraint(["facility_code"], ["facility.code"], name=op.f("fk_staff_facility_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint("surface", "login", name=op.f("uq_staff_surface_login")),
    )
    op.create_table(
        "case_offender",
        sa.Column("case_id", sa.String(length=200), nullable=False),
        sa.Column("offender_id", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["court_case.id"], name=op.f("fk_case_offender_case_id")),
        sa.ForeignKeyConstraint(["offender_id"], ["offender.id"], name=op.f("fk_case_offender_offender_id")),
        sa.PrimaryKeyConstraint("case_id", "offender_id", name=op.f("pk_case_offender")),
    )
    op.create_table(
        "dialogue_referral",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("victim_id", sa.String(length=200), nullable=False),
        sa.Column("offender_id", sa.String(length=200), nullable=True),
        sa.Column("case_id", sa.String(length=200), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "wish",
                "referred",
                "withdrawn",
                name="referralstage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wish", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["court_case.id"], name=op.f("fk_dialogue_referral_case_id")),
        sa.ForeignKeyConstraint(["offender_id"], ["offender.id"], name=op.f("fk_dialogue_referral_offender_id")),
        sa.ForeignKeyConstraint(["victim_id"], ["victim.id"], name=op.f("fk_dialogue_referral_victim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dialogue_referral")),
    )
    op.create_index(op.f("ix_dialogue_referral_stage"), "dialogue_referral", ["stage"], unique=False)
    op.create_index(op.f("ix_dialogue_referral_victim_id"), "dialogue_referral", ["victim_id"], unique=False)
    op.create_table(
        "enrolment",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("staff_id", sa.String(length=200), nullable=False),
        sa.Column("facility_code", sa.String(length=200), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=200), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("password", sa.String(length=200), nullable=True),
        sa.Column("totp", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_enrolment_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        info={"backup": "never"},
    )
    op.create_index(op.f("ix_enrolment_staff_id"), "enrolment", ["staff_id"], unique=False)
    op.create_table(
        "letter",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("facility_code", sa.String(length=200), nullable=False),
        sa.Column("offender_id", sa.String(length=200), nullable=False),
        sa.Column("case_id", sa.String(length=200), nullable=False),
        sa.Column("acknowledged", sa.Boolean(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "registered",
                "in_review",
                "returned",
                "refused",
                "banked",
                "withdrawn",
                name="letterstage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registered_by", sa.String(length=200), nullable=False),
        sa.Column("claimed_by", sa.String(length=200), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["court_case.id"], name=op.f("fk_letter_case_id")),
        sa.ForeignKeyConstraint(["facility_code"], ["facility.code"], name=op.f("fk_letter_facility_code")),
        sa.ForeignKeyConstraint(["offender_id"], ["offender.id"], name=op.f("fk_letter_offender_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    op.create_index(op.f("ix_letter_case_id"), "letter", ["case_id"], unique=False)
    op.create_index("ix_letter_facility_queue", "letter", ["facility_code", "stage", "since", "id"], unique=False)
    op.create_index(op.f("ix_letter_number"), "letter", ["number"], unique=False)
    op.create_index(op.f("ix_letter_offender_id"), "letter", ["offender_id"], unique=False)
    op.create_index("ix_letter_queue", "letter", ["stage", "since", "id"], unique=False)
    op.create_index("ix_letter_registered", "letter", ["facility_code", "registered_at", "id"], unique=False)
    op.create_table(
        "passkey",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("staff_id", sa.String(length=200), nullable=False),
        sa.Column("facility_code", sa.String(length=200), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("transports", sa.JSON(), nullable=True),
        sa.Column("backup_state", sa.Boolean(), nullable=False),
        sa.Column("device_type", sa.String(length=200), nullable=False),
        sa.Column("extensions", sa.String(length=200), nullable=True),
        sa.Column("lastuse_datetime", sa.DateTime(timezone=True), nullable=False),
        sa.Column("usage", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_passkey_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
    )
    op.create_index(op.f("ix_passkey_credential_id"), "passkey", ["credential_id"], unique=False)
    op.create_index(op.f("ix_passkey_staff_id"), "passkey", ["staff_id"], unique=False)
    op.create_table(
        "request",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("drop_id", sa.String(length=200), nullable=False),
        sa.Column("victim_id", sa.String(length=200), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "opened",
                "standing",
                "paused",
                "withdrawn",
                "refused",
                name="requeststage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offender_id", sa.String(length=200), nullable=True),
        sa.Column("case_id", sa.String(length=200), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("match_card", sa.LargeBinary(), nullable=True),
        sa.Column("verification", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["court_case.id"], name=op.f("fk_request_case_id")),
        sa.ForeignKeyConstraint(["offender_id"], ["offender.id"], name=op.f("fk_request_offender_id")),
        sa.ForeignKeyConstraint(["victim_id"], ["victim.id"], name=op.f("fk_request_victim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
        sa.UniqueConstraint("drop_id", name=op.f("uq_request_drop_id")),
    )
    op.create_index(op.f("ix_request_offender_id"), "request", ["offender_id"], unique=False)
    op.create_index(op.f("ix_request_stage"), "request", ["stage"], unique=False)
    op.create_index(op.f("ix_request_victim_id"), "request", ["victim_id"], unique=False)
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("staff_id", sa.String(length=200), nullable=False),
        sa.Column("facility_code", sa.String(length=200), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("why_ended", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sign_in_session_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        info={"backup": "never"},
    )
    op.create_index(op.f("ix_sign_in_session_digest"), "sign_in_session", ["digest"], unique=False)
    op.create_index(op.f("ix_sign_in_session_staff_id"), "sign_in_session", ["staff_id"], unique=False)
    op.create_table(
        "deposit",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("offender_id", sa.String(length=200), nullable=False),
        sa.Column("case_id", sa.String(length=200), nullable=False),
        sa.Column("banked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("addressee", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["letter.id"], name=op.f("fk_deposit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit")),
    )
    op.create_index(op.f("ix_deposit_case_id"), "deposit", ["case_id"], unique=False)
    op.create_index(op.f("ix_deposit_offender_id"), "deposit", ["offender_id"], unique=False)
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
    op.create_table(
        "letter_revision",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("letter_id", sa.String(length=200), nullable=False),
        sa.Column("facility_code", sa.String(length=200), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("addressee", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["facility_code"], ["facility.code"], name=op.f("fk_letter_revision_facility_code")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_revision_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_revision")),
    )
    op.create_index(op.f("ix_letter_revision_letter_id"), "letter_revision", ["letter_id"], unique=False)
    op.create_table(
        "letter_step",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("step", sa.String(length=200), nullable=False),
        sa.Column("before", sa.String(length=200), nullable=False),
        sa.Column("after", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["letter.id"], name=op.f("fk_letter_step_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_step")),
    )
    op.create_index(op.f("ix_letter_step_record_id"), "letter_step", ["record_id"], unique=False)
    op.create_table(
        "offer",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("letter_id", sa.String(length=200), nullable=False),
        sa.Column("request_id", sa.String(length=200), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "found",
                "not_a_match",
                "verified",
                "contacting",
                "accepted",
                "later",
                "not_now",
                "declined",
                "never",
                "wrong_person",
                "unreachable",
                "deceased",
                "cleared",
                "packed",
                "checked",
                "handed_over",
                "received",
                "read",
                "came_back",
                "withdrawn",
                name="offerstage",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wakes_on", sa.Date(), nullable=True),
        sa.Column("revision_id", sa.String(length=200), nullable=True),
        sa.Column("yes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.LargeBinary(), nullable=True),
        sa.Column("disclosure", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_offer_letter_id")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_offer_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer")),
        sa.UniqueConstraint("letter_id", "request_id", name=op.f("uq_offer_letter_id_request_id")),
    )
    op.create_index(op.f("ix_offer_letter_id"), "offer", ["letter_id"], unique=False)
    op.create_index(op.f("ix_offer_request_id"), "offer", ["request_id"], unique=False)
    op.create_index(op.f("ix_offer_stage"), "offer", ["stage"], unique=False)
    op.create_table(
        "receipt_digest",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("request_id", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_receipt_digest_request_id")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_receipt_digest")),
        info={"backup": "never"},
    )
    op.create_index(op.f("ix_receipt_digest_request_id"), "receipt_digest", ["request_id"], unique=False)
    op.create_table(
        "request_step",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("step", sa.String(length=200), nullable=False),
        sa.Column("before", sa.String(length=200), nullable=False),
        sa.Column("after", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["request.id"], name=op.f("fk_request_step_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_step")),
    )
    op.create_index(op.f("ix_request_step_record_id"), "request_step", ["record_id"], unique=False)
    op.create_table(
        "contact_attempt",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("offer_id", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=200), nullable=False),
        sa.Column("way", sa.String(length=200), nullable=False),
        sa.Column("outcome", sa.String(length=200), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_contact_attempt_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_attempt")),
    )
    op.create_index(op.f("ix_contact_attempt_offer_id"), "contact_attempt", ["offer_id"], unique=False)
    op.create_table(
        "gate_answer",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("offer_id", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("bars", sa.Boolean(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("answered_by", sa.String(length=200), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_gate_answer_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_answer")),
        sa.UniqueConstraint("offer_id", "key", name=op.f("uq_gate_answer_offer_id_key")),
    )
    op.create_index(op.f("ix_gate_answer_offer_id"), "gate_answer", ["offer_id"], unique=False)
    op.create_table(
        "letter_page",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("revision_id", sa.String(length=200), nullable=False),
        sa.Column("facility_code", sa.String(length=200), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["facility_code"], ["facility.code"], name=op.f("fk_letter_page_facility_code")),
        sa.ForeignKeyConstraint(["revision_id"], ["letter_revision.id"], name=op.f("fk_letter_page_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_page")),
    )
    op.create_index(op.f("ix_letter_page_revision_id"), "letter_page", ["revision_id"], unique=False)
    op.create_table(
        "offer_step",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("record_id", sa.String(length=200), nullable=False),
        sa.Column("step", sa.String(length=200), nullable=False),
        sa.Column("before", sa.String(length=200), nullable=False),
        sa.Column("after", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.String(length=200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["offer.id"], name=op.f("fk_offer_step_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_step")),
    )
    op.create_index(op.f("ix_offer_step_record_id"), "offer_step", ["record_id"], unique=False)
    op.create_table(
        "packet",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("offer_id", sa.String(length=200), nullable=False),
        sa.Column("copy_number", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.String(length=200), nullable=False),
        sa.Column("cover_code", sa.String(length=200), nullable=False),
        sa.Column("recipient_code", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=200), nullable=False),
        sa.Column("packed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("packed_by", sa.String(length=200), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by", sa.String(length=200), nullable=True),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["offer.id"], name=op.f("fk_packet_offer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_packet")),
    )
    op.create_index(op.f("ix_packet_offer_id"), "packet", ["offer_id"], unique=False)
    op.create_table(
        "review",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("letter_id", sa.String(length=200), nullable=False),
        sa.Column("revision_id", sa.String(length=200), nullable=False),
        sa.Column("facility_code", sa.String(length=200), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("desk", sa.String(length=200), nullable=False),
        sa.Column("reviewer_id", sa.String(length=200), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("pass", "return", "refuse", name="verdict", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column("reasons", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["facility_code"], ["facility.code"], name=op.f("fk_review_facility_code")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_review_letter_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["letter_revision.id"], name=op.f("fk_review_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_letter_id"), "review", ["letter_id"], unique=False)
    op.create_index(op.f("ix_review_revision_id"), "review", ["revision_id"], unique=False)
