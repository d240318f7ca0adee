"""the thin whole."""

import sqlalchemy as sa
from alembic import op

from core.append_only import guards, lifted

revision = "20261123_0900"
down_revision = None
branch_labels = None
depends_on = None


APPEND_ONLY = ("audit_entry", "credit_transaction", "credit_entry")


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=30), nullable=False),
        sa.Column("subject_key", sa.String(length=60), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("digest", name=op.f("uq_audit_entry_digest")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_entry_event"), ["event"], unique=False)
        batch_op.create_index("ix_audit_entry_subject", ["subject_kind", "subject_key", "seq"], unique=False)

    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "district",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_district")),
        sa.UniqueConstraint("name", name=op.f("uq_district_name")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "queued",
                "running",
                "done",
                "failed",
                "cancelled",
                "dead",
                name="jobstate",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("input_hash", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("max_attempts", sa.Integer(), nullable=False),
        sa.Column("time_limit", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(length=120), nullable=True),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("lease_until", sa.DateTime(), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("progress", sa.JSON(), nullable=False),
        sa.Column("best", sa.LargeBinary(), nullable=True),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.Column("link", sa.String(length=200), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_created_by"), ["created_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_kind"), ["kind"], unique=False)
        batch_op.create_index("ix_job_state_due", ["state", "due_at"], unique=False)
        batch_op.create_index(
            "uq_job_active_key",
            ["key"],
            unique=True,
            sqlite_where=sa.text("state IN ('queued', 'running')"),
            postgresql_where=sa.text("state IN ('queued', 'running')"),
        )

    op.create_table(
        "job_worker",
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_worker")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_delivered_at"), ["delivered_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_topic"), ["topic"], unique=False)

    op.create_table(
        "school_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_group")),
        sa.UniqueConstraint("name", name=op.f("uq_school_group_name")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("account_key", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_sign_in_attempt_account_at", ["account_key", "at"], unique=False)
        batch_op.create_index("ix_sign_in_attempt_address_at", ["address", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_at"), ["at"], unique=False)

    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=43), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("owner_kind", sa.String(length=30), nullable=False),
        sa.Column("owner_key", sa.String(length=60), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("token", name=op.f("uq_stored_file_token")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index("ix_stored_file_creator", ["created_by"], unique=False)
        batch_op.create_index("ix_stored_file_owner", ["owner_kind", "owner_key"], unique=False)

    op.create_table(
        "teacher",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_no", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("search_key", sa.String(length=600), nullable=False),
        sa.Column(
            "sex",
            sa.Enum("male", "female", name="sex", native_enum=False, create_constraint=True, length=16),
            nullable=True,
        ),
        sa.Column("birth_month", sa.String(length=7), nullable=False),
        sa.Column(
            "post_type",
            sa.Enum("professional", "worker", name="posttype", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("retirement_month", sa.String(length=7), nullable=False),
        sa.Column(
            "title",
            sa.Enum(
                "正高级",
                "高级",
                "一级",
                "二级",
                "三级",
                name="title",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=True,
        ),
        sa.Column(
            "degree",
            sa.Enum(
                "博士",
                "硕士",
                "本科",
                "专科",
                "其他",
                name="degree",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column(
            "backbone",
            sa.Enum(
                "none",
                "school",
                "district",
                "city",
                "national",
                name="backbonelevel",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("team", sa.String(length=60), nullable=False),
        sa.Column("mountain_years", sa.Integer(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("id_number_sealed", sa.String(length=200), nullable=True),
        sa.Column("id_number_index", sa.String(length=64), nullable=True),
        sa.Column("phone_sealed", sa.String(length=200), nullable=True),
        sa.Column("phone_index", sa.String(length=64), nullable=True),
        sa.Column(
            "status",
            sa.Enum("active", "left", name="teacherstatus", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(longitude IS NULL) = (latitude IS NULL)", name=op.f("ck_teacher_both_coordinates")),
        sa.CheckConstraint("mountain_years >= 0", name=op.f("ck_teacher_mountain_years")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teacher")),
        sa.UniqueConstraint("id_number_index", name=op.f("uq_teacher_id_number_index")),
        sa.UniqueConstraint("staff_no", name=op.f("uq_teacher_staff_no")),
        sa.UniqueConstraint("uid", name=op.f("uq_teacher_uid")),
    )
    with op.batch_alter_table("teacher", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teacher_backbone"), ["backbone"], unique=False)
        batch_op.create_index(batch_op.f("ix_teacher_phone_index"), ["phone_index"], unique=False)
        batch_op.create_index(batch_op.f("ix_teacher_title"), ["title"], unique=False)

    op.create_table(
        "zone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_zone")),
        sa.UniqueConstraint("name", name=op.f("uq_zone_name")),
    )
    op.create_table(
        "dual_qualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "junior",
                "intermediate",
                "senior",
                name="duallevel",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("basis", sa.String(length=400), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("work_years", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_dual_qualification_period")),
        sa.CheckConstraint("work_years >= 0", name=op.f("ck_dual_qualification_work_years")),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_dual_qualification_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dual_qualification")),
    )
    with op.batch_alter_table("dual_qualification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_dual_qualification_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "industry_placement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("company", sa.String(length=100), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("proof_file_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("days > 0", name=op.f("ck_industry_placement_days")),
        sa.CheckConstraint("ended_on >= started_on", name=op.f("ck_industry_placement_period")),
        sa.ForeignKeyConstraint(
            ["proof_file_id"], ["stored_file.id"], name=op.f("fk_industry_placement_proof_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_industry_placement_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_industry_placement")),
    )
    with op.batch_alter_table("industry_placement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_industry_placement_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "school",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("search_key", sa.String(length=400), nullable=False),
        sa.Column(
            "area",
            sa.Enum("urban", "township", "mountain", name="area", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("zone_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("authorised_headcount", sa.Integer(), nullable=True),
        sa.Column("senior_posts", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(longitude IS NULL) = (latitude IS NULL)", name=op.f("ck_school_both_coordinates")),
        sa.CheckConstraint("authorised_headcount >= 0", name=op.f("ck_school_headcount")),
        sa.CheckConstraint("senior_posts >= 0", name=op.f("ck_school_senior_posts")),
        sa.ForeignKeyConstraint(["group_id"], ["school_group.id"], name=op.f("fk_school_group_id_school_group")),
        sa.ForeignKeyConstraint(["zone_id"], ["zone.id"], name=op.f("fk_school_zone_id_zone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school")),
        sa.UniqueConstraint("code", name=op.f("uq_school_code")),
        sa.UniqueConstraint("name", name=op.f("uq_school_name")),
    )
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_school_group_id"), ["group_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_school_zone_id"), ["zone_id"], unique=False)

    op.create_table(
        "teaching_certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "kindergarten",
                "primary",
                "junior",
                "senior",
                "vocational",
                "internship",
                "higher",
                name="certificatelevel",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("preschool_training", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_teaching_certificate_teacher_id_teacher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teaching_certificate")),
    )
    with op.batch_alter_table("teaching_certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_teaching_certificate_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_no", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("password_set_at", sa.DateTime(), nullable=True),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("issued_until", sa.DateTime(), nullable=True),
        sa.Column("totp_secret_sealed", sa.String(length=200), nullable=True),
        sa.Column("totp_candidate_sealed", sa.String(length=200), nullable=True),
        sa.Column("totp_since", sa.DateTime(), nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=False),
        sa.Column(
            "language",
            sa.Enum("zh", "en", name="language", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("theme", sa.String(length=8), nullable=False),
        sa.Column("large_type", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("last_sign_in_at", sa.DateTime(), nullable=True),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_user_account_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("staff_no", name=op.f("uq_user_account_staff_no")),
        sa.UniqueConstraint("teacher_id", name=op.f("uq_user_account_teacher_id")),
        sa.UniqueConstraint("uid", name=op.f("uq_user_account_uid")),
    )
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_account_name"), ["name"], unique=False)

    op.create_table(
        "campus",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_campus_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campus")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_campus_school_id_name")),
    )
    op.create_table(
        "class_count",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("grade", sa.Integer(), nullable=False),
        sa.Column("classes", sa.Integer(), nullable=False),
        sa.Column("students", sa.Integer(), nullable=False),
        sa.CheckConstraint("classes >= 0 AND students >= 0", name=op.f("ck_class_count_counts")),
        sa.CheckConstraint("grade BETWEEN 1 AND 12", name=op.f("ck_class_count_grade")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_class_count_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_class_count")),
        sa.UniqueConstraint(
            "school_id", "school_year", "grade", name=op.f("uq_class_count_school_id_school_year_grade")
        ),
    )
    op.create_table(
        "conduct_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("veto", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_conduct_record_period")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name=op.f("fk_conduct_record_decided_by_user_account")
        ),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_conduct_record_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conduct_record")),
    )
    with op.batch_alter_table("conduct_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_conduct_record_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "correction_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=60), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "done", "declined", name="correctionstate", native_enum=False, create_constraint=True, length=16
            ),
            nullable=False,
        ),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["user_account.id"], name=op.f("fk_correction_request_answered_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_correction_request_created_by_user_account")
        ),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_correction_request_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_request")),
    )
    with op.batch_alter_table("correction_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_correction_request_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "deferral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "pregnancy",
                "nursing",
                "illness",
                "programme",
                "graduating-class",
                "secondment",
                "study",
                "service-period",
                "discipline",
                "hardship",
                "other",
                name="deferralreason",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=400), nullable=False),
        sa.Column("evidence_file_id", sa.Integer(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_deferral_period")),
        sa.ForeignKeyConstraint(["decided_by"], ["user_account.id"], name=op.f("fk_deferral_decided_by_user_account")),
        sa.ForeignKeyConstraint(
            ["evidence_file_id"], ["stored_file.id"], name=op.f("fk_deferral_evidence_file_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_deferral_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deferral")),
    )
    with op.batch_alter_table("deferral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deferral_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "demand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "kindergarten",
                "primary",
                "junior",
                "senior",
                "vocational",
                "special",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("required", sa.Integer(), nullable=False),
        sa.CheckConstraint("required >= 0", name=op.f("ck_demand_required")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_demand_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demand")),
        sa.UniqueConstraint(
            "school_id", "school_year", "stage", "subject", name=op.f("uq_demand_school_id_school_year_stage_subject")
        ),
    )
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "uploaded",
                "checked",
                "applied",
                "discarded",
                "failed",
                name="importstate",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("total_rows", sa.Integer(), nullable=False),
        sa.Column("new_rows", sa.Integer(), nullable=False),
        sa.Column("changed_rows", sa.Integer(), nullable=False),
        sa.Column("same_rows", sa.Integer(), nullable=False),
        sa.Column("error_rows", sa.Integer(), nullable=False),
        sa.Column("written_rows", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=True),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("cells_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("preview_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_import_batch_created_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
        sa.UniqueConstraint("uid", name=op.f("uq_import_batch_uid")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_created_by"), ["created_by"], unique=False)
        batch_op.create_index("ix_import_batch_kind_sha256", ["kind", "sha256"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("template", sa.String(length=400), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("link", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_notice_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_user_unread", ["user_id", "read_at"], unique=False)

    op.create_table(
        "partnership",
        sa.Column("school_a_id", sa.Integer(), nullable=False),
        sa.Column("school_b_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("school_a_id < school_b_id", name=op.f("ck_partnership_order")),
        sa.ForeignKeyConstraint(["school_a_id"], ["school.id"], name=op.f("fk_partnership_school_a_id_school")),
        sa.ForeignKeyConstraint(["school_b_id"], ["school.id"], name=op.f("fk_partnership_school_b_id_school")),
        sa.PrimaryKeyConstraint("school_a_id", "school_b_id", name=op.f("pk_partnership")),
    )
    with op.batch_alter_table("partnership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partnership_school_b_id"), ["school_b_id"], unique=False)

    op.create_table(
        "posting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "kindergarten",
                "primary",
                "junior",
                "senior",
                "vocational",
                "special",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("second_subject", sa.String(length=40), nullable=False),
        sa.Column("fte", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("joined_school", sa.String(length=7), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("fte BETWEEN 1 AND 100", name=op.f("ck_posting_fte")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_posting_period")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_posting_school_id_school")),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_posting_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posting")),
    )
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index(
            "ix_posting_open",
            ["teacher_id"],
            unique=True,
            sqlite_where=sa.text("valid_to IS NULL"),
            postgresql_where=sa.text("valid_to IS NULL"),
        )
        batch_op.create_index("ix_posting_school_from", ["school_id", "valid_from"], unique=False)
        batch_op.create_index(batch_op.f("ix_posting_subject"), ["subject"], unique=False)
        batch_op.create_index("ix_posting_teacher_from", ["teacher_id", "valid_from"], unique=True)

    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_recovery_code_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("user_id", "code_hash", name=op.f("uq_recovery_code_user_id_code_hash")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_user_id"), ["user_id"], unique=False)

    op.create_table(
        "rotation_cycle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column("reference_date", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "preparing",
                "preferences",
                "planning",
                "in_review",
                "decided",
                "closed",
                name="cyclestate",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("preference_deadline", sa.Date(), nullable=True),
        sa.Column("review_deadline", sa.Date(), nullable=True),
        sa.Column("objection_deadline", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("list_policy_version", sa.Integer(), nullable=True),
        sa.Column("list_fixed_at", sa.DateTime(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_by_name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_rotation_cycle_created_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rotation_cycle")),
        sa.UniqueConstraint("name", name=op.f("uq_rotation_cycle_name")),
    )
    with op.batch_alter_table("rotation_cycle", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rotation_cycle_state"), ["state"], unique=False)

    op.create_table(
        "school_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("school_year", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "kindergarten",
                "primary",
                "junior",
                "senior",
                "vocational",
                "special",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("students", sa.Integer(), nullable=False),
        sa.CheckConstraint("students >= 0", name=op.f("ck_school_unit_students")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_school_unit_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_school_unit")),
        sa.UniqueConstraint(
            "school_id", "school_year", "stage", name=op.f("uq_school_unit_school_id_school_year_stage")
        ),
    )
    op.create_table(
        "training_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("district_only", sa.Boolean(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "training",
                "online",
                "school_based",
                "teaching_research",
                "research",
                "practice",
                "exchange",
                "observation",
                "guidance",
                name="activitykind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "category",
            sa.Enum(
                "required_public",
                "required_professional",
                "elective",
                "school",
                name="category",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("title_key", sa.String(length=120), nullable=False),
        sa.Column("organiser", sa.String(length=120), nullable=False),
        sa.Column("start_on", sa.Date(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("certificate_no", sa.String(length=60), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "school_approved",
                "approved",
                "returned",
                "withdrawn",
                "reversed",
                name="recordstate",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("school_by", sa.Integer(), nullable=True),
        sa.Column("school_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("end_on >= start_on", name=op.f("ck_training_record_period")),
        sa.CheckConstraint("hours > 0", name=op.f("ck_training_record_hours")),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_training_record_created_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name=op.f("fk_training_record_decided_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["school_by"], ["user_account.id"], name=op.f("fk_training_record_school_by_user_account")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_training_record_school_id_school")),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_training_record_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_record")),
    )
    with op.batch_alter_table("training_record", schema=None) as batch_op:
        batch_op.create_index(
            "ix_training_record_activity",
            ["teacher_id", "start_on", "title_key"],
            unique=True,
            sqlite_where=sa.text("state NOT IN ('withdrawn', 'reversed')"),
            postgresql_where=sa.text("state NOT IN ('withdrawn', 'reversed')"),
        )
        batch_op.create_index("ix_training_record_end", ["end_on"], unique=False)
        batch_op.create_index("ix_training_record_queue", ["state", "school_id"], unique=False)
        batch_op.create_index("ix_training_record_school", ["school_id", "end_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_training_record_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "travel_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.Column("from_school_id", sa.Integer(), nullable=True),
        sa.Column("to_school_id", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("(teacher_id IS NULL) <> (from_school_id IS NULL)", name=op.f("ck_travel_time_one_start")),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_travel_time_minutes")),
        sa.ForeignKeyConstraint(["from_school_id"], ["school.id"], name=op.f("fk_travel_time_from_school_id_school")),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_travel_time_teacher_id_teacher")),
        sa.ForeignKeyConstraint(["to_school_id"], ["school.id"], name=op.f("fk_travel_time_to_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_travel_time")),
        sa.UniqueConstraint("from_school_id", "to_school_id", name=op.f("uq_travel_time_from_school_id_to_school_id")),
        sa.UniqueConstraint("teacher_id", "to_school_id", name=op.f("uq_travel_time_teacher_id_to_school_id")),
    )
    with op.batch_alter_table("travel_time", schema=None) as batch_op:
        batch_op.create_index("ix_travel_time_to_school_id", ["to_school_id"], unique=False)

    op.create_table(
        "user_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "district_hr",
                "leader",
                "principal",
                "clerk",
                "teacher",
                "auditor",
                "sysadmin",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_user_role_school_id_school")),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_user_role_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_role")),
        sa.UniqueConstraint("user_id", "role", name=op.f("uq_user_role_user_id_role")),
    )
    with op.batch_alter_table("user_role", schema=None) as batch_op:
        batch_op.create_index("ix_user_role_role_school", ["role", "school_id"], unique=False)

    op.create_table(
        "user_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.Column("second_factor_at", sa.DateTime(), nullable=True),
        sa.Column("address", sa.String(length=45), nullable=False),
        sa.Column("device", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_user_session_user_id_user_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_session_token_hash")),
    )
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_user_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "credit_transaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("cycle_from", sa.Date(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "training",
                "online",
                "school_based",
                "teaching_research",
                "research",
                "practice",
                "exchange",
                "observation",
                "guidance",
                name="activitykind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "category",
            sa.Enum(
                "required_public",
                "required_professional",
                "elective",
                "school",
                name="category",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("earned_on", sa.Date(), nullable=False),
        sa.Column("hours_per_credit", sa.Integer(), nullable=False),
        sa.Column("policy_from", sa.Date(), nullable=False),
        sa.Column("policy_source", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=400), nullable=False),
        sa.Column("booked_by", sa.Integer(), nullable=True),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booked_by"], ["user_account.id"], name=op.f("fk_credit_transaction_booked_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["training_record.id"], name=op.f("fk_credit_transaction_record_id_training_record")
        ),
        sa.ForeignKeyConstraint(
            ["reverses_id"],
            ["credit_transaction.id"],
            name=op.f("fk_credit_transaction_reverses_id_credit_transaction"),
        ),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_credit_transaction_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_transaction")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_credit_transaction_reverses_id")),
    )
    with op.batch_alter_table("credit_transaction", schema=None) as batch_op:
        batch_op.create_index(
            "ix_credit_transaction_booking",
            ["record_id"],
            unique=True,
            sqlite_where=sa.text("reverses_id IS NULL"),
            postgresql_where=sa.text("reverses_id IS NULL"),
        )
        batch_op.create_index("ix_credit_transaction_teacher", ["teacher_id", "cycle_from"], unique=False)

    op.create_table(
        "cycle_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_by_name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name=op.f("fk_cycle_policy_created_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["rotation_cycle.id"], name=op.f("fk_cycle_policy_cycle_id_rotation_cycle")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cycle_policy")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_cycle_policy_cycle_id_number")),
    )
    op.create_table(
        "eligibility_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("staff_no", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("search_key", sa.String(length=400), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "kindergarten",
                "primary",
                "junior",
                "senior",
                "vocational",
                "special",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("eligible", sa.Boolean(), nullable=False),
        sa.Column("overridden", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.String(length=30), nullable=False),
        sa.Column("retirement_month", sa.String(length=7), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("verdicts", sa.JSON(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["rotation_cycle.id"], name=op.f("fk_eligibility_entry_cycle_id_rotation_cycle")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_eligibility_entry_school_id_school")),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_eligibility_entry_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_entry")),
        sa.UniqueConstraint("cycle_id", "teacher_id", name=op.f("uq_eligibility_entry_cycle_id_teacher_id")),
    )
    with op.batch_alter_table("eligibility_entry", schema=None) as batch_op:
        batch_op.create_index("ix_eligibility_entry_list", ["cycle_id", "eligible", "staff_no"], unique=False)
        batch_op.create_index("ix_eligibility_entry_school", ["cycle_id", "school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_eligibility_entry_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "eligibility_override",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("eligible", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["rotation_cycle.id"], name=op.f("fk_eligibility_override_cycle_id_rotation_cycle")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["user_account.id"], name=op.f("fk_eligibility_override_decided_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["teacher_id"], ["teacher.id"], name=op.f("fk_eligibility_override_teacher_id_teacher")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_override")),
        sa.UniqueConstraint("cycle_id", "teacher_id", name=op.f("uq_eligibility_override_cycle_id_teacher_id")),
    )
    with op.batch_alter_table("eligibility_override", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_eligibility_override_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "preference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("filed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("rank >= 1", name=op.f("ck_preference_rank")),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["rotation_cycle.id"], name=op.f("fk_preference_cycle_id_rotation_cycle")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_preference_school_id_school")),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_preference_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preference")),
        sa.UniqueConstraint("cycle_id", "teacher_id", "rank", name=op.f("uq_preference_cycle_id_teacher_id_rank")),
        sa.UniqueConstraint(
            "cycle_id", "teacher_id", "school_id", name=op.f("uq_preference_cycle_id_teacher_id_school_id")
        ),
    )
    with op.batch_alter_table("preference", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_preference_school_id"), ["school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_preference_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "scenario",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("overrides", sa.JSON(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("time_limit", sa.Integer(), nullable=False),
        sa.Column("based_on_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "queued",
                "solving",
                "solved",
                "infeasible",
                "timed_out",
                "invalid",
                "discarded",
                "failed",
                name="scenariostate",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("keep_requested", sa.Boolean(), nullable=False),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("conflict", sa.JSON(), nullable=True),
        sa.Column("relaxations", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_by_name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["user_account.id"], name=op.f("fk_scenario_created_by_user_account")),
        sa.ForeignKeyConstraint(["cycle_id"], ["rotation_cycle.id"], name=op.f("fk_scenario_cycle_id_rotation_cycle")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_scenario_job_id_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
        sa.UniqueConstraint("cycle_id", "name", name=op.f("uq_scenario_cycle_id_name")),
    )
    with op.batch_alter_table("scenario", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scenario_cycle_id"), ["cycle_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scenario_state"), ["state"], unique=False)

    op.create_table(
        "credit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transaction_id", sa.Integer(), nullable=False),
        sa.Column(
            "ledger",
            sa.Enum("hours", "credits", name="ledger", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column(
            "account",
            sa.Enum("teacher", "source", name="account", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("teacher_id", sa.Integer(), nullable=True),
        sa.Column(
            "category",
            sa.Enum(
                "required_public",
                "required_professional",
                "elective",
                "school",
                name="category",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("cycle_from", sa.Date(), nullable=False),
        sa.Column("earned_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("denominator", sa.Integer(), nullable=False),
        sa.CheckConstraint("(account = 'teacher') = (teacher_id IS NOT NULL)", name=op.f("ck_credit_entry_holder")),
        sa.CheckConstraint("denominator > 0", name=op.f("ck_credit_entry_denominator")),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_credit_entry_teacher_id_teacher")),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["credit_transaction.id"],
            name=op.f("fk_credit_entry_transaction_id_credit_transaction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_entry")),
    )
    with op.batch_alter_table("credit_entry", schema=None) as batch_op:
        batch_op.create_index("ix_credit_entry_balance", ["teacher_id", "cycle_from", "ledger"], unique=False)
        batch_op.create_index(batch_op.f("ix_credit_entry_transaction_id"), ["transaction_id"], unique=False)

    op.create_table(
        "plan_input",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("input_sha256", sa.String(length=64), nullable=False),
        sa.Column("policy_sha256", sa.String(length=64), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("policy_text", sa.Text(), nullable=False),
        sa.Column("archive", sa.LargeBinary(), nullable=False),
        sa.Column("teachers", sa.Integer(), nullable=False),
        sa.Column("schools", sa.Integer(), nullable=False),
        sa.Column("preferences", sa.Integer(), nullable=False),
        sa.Column("earlier", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["rotation_cycle.id"], name=op.f("fk_plan_input_cycle_id_rotation_cycle")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_plan_input_job_id_job")),
        sa.ForeignKeyConstraint(["scenario_id"], ["scenario.id"], name=op.f("fk_plan_input_scenario_id_scenario")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_input")),
    )
    with op.batch_alter_table("plan_input", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_input_cycle_id"), ["cycle_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_input_job_id"), ["job_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_input_scenario_id"), ["scenario_id"], unique=False)

    op.create_table(
        "plan_lock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column(
            "action",
            sa.Enum("stay", "move", "forbid", name="lockaction", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column(
            "source",
            sa.Enum("district", "objection", name="locksource", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_by_name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["user_account.id"], name=op.f("fk_plan_lock_created_by_user_account")),
        sa.ForeignKeyConstraint(["scenario_id"], ["scenario.id"], name=op.f("fk_plan_lock_scenario_id_scenario")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_plan_lock_school_id_school")),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_plan_lock_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_lock")),
    )
    with op.batch_alter_table("plan_lock", schema=None) as batch_op:
        batch_op.create_index("ix_plan_lock_teacher", ["scenario_id", "teacher_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_lock_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cycle_id", sa.Integer(), nullable=False),
        sa.Column("scenario_id", sa.Integer(), nullable=False),
        sa.Column("input_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in_review",
                "answered",
                "submitted",
                "approved",
                "refused",
                "withdrawn",
                name="proposalstate",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("stopped_by", sa.String(length=16), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("workers", sa.Integer(), nullable=False),
        sa.Column("policy_version", sa.Integer(), nullable=False),
        sa.Column("input_sha256", sa.String(length=64), nullable=False),
        sa.Column("policy_sha256", sa.String(length=64), nullable=False),
        sa.Column("moves", sa.Integer(), nullable=False),
        sa.Column("eligible", sa.Integer(), nullable=False),
        sa.Column("backbone_moves", sa.Integer(), nullable=False),
        sa.Column("least_moves", sa.Integer(), nullable=False),
        sa.Column("most_moves", sa.Integer(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("totals", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("moves_csv", sa.LargeBinary(), nullable=False),
        sa.Column("workbook", sa.LargeBinary(), nullable=False),
        sa.Column("earlier_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_by_name", sa.String(length=100), nullable=False),
        sa.Column("review_deadline", sa.Date(), nullable=True),
        sa.Column("review_opened_at", sa.DateTime(), nullable=True),
        sa.Column("review_closed_at", sa.DateTime(), nullable=True),
        sa.Column("review_closed_reason", sa.String(length=1000), nullable=False),
        sa.Column("submitted_at", sa.DateTime(), nullable=True),
        sa.Column("submitted_by", sa.Integer(), nullable=True),
        sa.Column("submitted_by_name", sa.String(length=100), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=100), nullable=False),
        sa.Column("decision_reason", sa.String(length=1000), nullable=False),
        sa.Column("objection_deadline", sa.Date(), nullable=True),
        sa.Column("carried_at", sa.DateTime(), nullable=True),
        sa.Column("carried_by", sa.Integer(), nullable=True),
        sa.Column("carried_by_name", sa.String(length=100), nullable=False),
        sa.Column("carried_first_day", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["carried_by"], ["user_account.id"], name=op.f("fk_proposal_carried_by_user_account")),
        sa.ForeignKeyConstraint(["created_by"], ["user_account.id"], name=op.f("fk_proposal_created_by_user_account")),
        sa.ForeignKeyConstraint(["cycle_id"], ["rotation_cycle.id"], name=op.f("fk_proposal_cycle_id_rotation_cycle")),
        sa.ForeignKeyConstraint(["decided_by"], ["user_account.id"], name=op.f("fk_proposal_decided_by_user_account")),
        sa.ForeignKeyConstraint(["earlier_id"], ["proposal.id"], name=op.f("fk_proposal_earlier_id_proposal")),
        sa.ForeignKeyConstraint(["input_id"], ["plan_input.id"], name=op.f("fk_proposal_input_id_plan_input")),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_proposal_job_id_job")),
        sa.ForeignKeyConstraint(["scenario_id"], ["scenario.id"], name=op.f("fk_proposal_scenario_id_scenario")),
        sa.ForeignKeyConstraint(
            ["submitted_by"], ["user_account.id"], name=op.f("fk_proposal_submitted_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_proposal_cycle_id_number")),
        sa.UniqueConstraint("job_id", name=op.f("uq_proposal_job_id")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_scenario_id"), ["scenario_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_state"), ["state"], unique=False)

    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "upheld",
                "rejected",
                name="objectionstate",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("filed_at", sa.DateTime(), nullable=False),
        sa.Column("answer", sa.String(length=2000), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_by_name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["user_account.id"], name=op.f("fk_objection_answered_by_user_account")
        ),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_objection_proposal_id_proposal")),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_objection_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("proposal_id", "teacher_id", name=op.f("uq_objection_proposal_id_teacher_id")),
    )
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objection_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_objection_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "plan_cell",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "kindergarten",
                "primary",
                "junior",
                "senior",
                "vocational",
                "special",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("required", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_plan_cell_proposal_id_proposal")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_plan_cell_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_cell")),
    )
    with op.batch_alter_table("plan_cell", schema=None) as batch_op:
        batch_op.create_index("ix_plan_cell_school", ["proposal_id", "school_id"], unique=False)

    op.create_table(
        "plan_coefficient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "kindergarten",
                "primary",
                "junior",
                "senior",
                "vocational",
                "special",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("indicator", sa.String(length=16), nullable=False),
        sa.Column("before", sa.Double(), nullable=True),
        sa.Column("after", sa.Double(), nullable=True),
        sa.Column("limit", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_plan_coefficient_proposal_id_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_coefficient")),
        sa.UniqueConstraint(
            "proposal_id", "stage", "indicator", name=op.f("uq_plan_coefficient_proposal_id_stage_indicator")
        ),
    )
    op.create_table(
        "plan_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("staff_no", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("from_school_id", sa.Integer(), nullable=False),
        sa.Column("to_school_id", sa.Integer(), nullable=False),
        sa.Column(
            "from_area",
            sa.Enum(
                "urban", "township", "mountain", name="from_area", native_enum=False, create_constraint=True, length=16
            ),
            nullable=False,
        ),
        sa.Column(
            "to_area",
            sa.Enum(
                "urban", "township", "mountain", name="to_area", native_enum=False, create_constraint=True, length=16
            ),
            nullable=False,
        ),
        sa.Column(
            "stage",
            sa.Enum(
                "kindergarten",
                "primary",
                "junior",
                "senior",
                "vocational",
                "special",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("home_subject", sa.String(length=60), nullable=False),
        sa.Column("fte", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("preference_rank", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=16), nullable=False),
        sa.Column("degree", sa.String(length=16), nullable=False),
        sa.Column(
            "backbone",
            sa.Enum(
                "none",
                "school",
                "district",
                "city",
                "national",
                name="backbonelevel",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("team", sa.String(length=60), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.JSON(), nullable=False),
        sa.Column("served", sa.JSON(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["from_school_id"], ["school.id"], name=op.f("fk_plan_move_from_school_id_school")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_plan_move_proposal_id_proposal")),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_plan_move_teacher_id_teacher")),
        sa.ForeignKeyConstraint(["to_school_id"], ["school.id"], name=op.f("fk_plan_move_to_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_move")),
        sa.UniqueConstraint("proposal_id", "teacher_id", name=op.f("uq_plan_move_proposal_id_teacher_id")),
    )
    with op.batch_alter_table("plan_move", schema=None) as batch_op:
        batch_op.create_index("ix_plan_move_from", ["proposal_id", "from_school_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plan_move_teacher_id"), ["teacher_id"], unique=False)
        batch_op.create_index("ix_plan_move_to", ["proposal_id", "to_school_id"], unique=False)

    op.create_table(
        "plan_price",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("teacher_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "known",
                "impossible",
                "undecided",
                name="pricestate",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("sentence", sa.JSON(), nullable=True),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_plan_price_job_id_job")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_plan_price_proposal_id_proposal")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_plan_price_school_id_school")),
        sa.ForeignKeyConstraint(["teacher_id"], ["teacher.id"], name=op.f("fk_plan_price_teacher_id_teacher")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_price")),
        sa.UniqueConstraint(
            "proposal_id", "teacher_id", "school_id", name=op.f("uq_plan_price_proposal_id_teacher_id_school_id")
        ),
    )
    with op.batch_alter_table("plan_price", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plan_price_teacher_id"), ["teacher_id"], unique=False)

    op.create_table(
        "plan_school",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column(
            "area",
            sa.Enum("urban", "township", "mountain", name="area", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("zone", sa.String(length=60), nullable=False),
        sa.Column("authorised", sa.Integer(), nullable=True),
        sa.Column("senior_posts", sa.Integer(), nullable=True),
        sa.Column("staff_before", sa.Integer(), nullable=False),
        sa.Column("staff_after", sa.Integer(), nullable=False),
        sa.Column("seniors_before", sa.Integer(), nullable=False),
        sa.Column("seniors_after", sa.Integer(), nullable=False),
        sa.Column("backbone_before", sa.Integer(), nullable=False),
        sa.Column("backbone_after", sa.Integer(), nullable=False),
        sa.Column("arrivals", sa.Integer(), nullable=False),
        sa.Column("leavers", sa.Integer(), nullable=False),
        sa.Column("short_before", sa.Integer(), nullable=False),
        sa.Column("short_after", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_plan_school_proposal_id_proposal")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_plan_school_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_school")),
        sa.UniqueConstraint("proposal_id", "school_id", name=op.f("uq_plan_school_proposal_id_school_id")),
    )
    op.create_table(
        "plan_unfilled",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "kindergarten",
                "primary",
                "junior",
                "senior",
                "vocational",
                "special",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=60), nullable=False),
        sa.Column("shortage", sa.Integer(), nullable=False),
        sa.Column("qualified", sa.Integer(), nullable=False),
        sa.Column("eligible", sa.Integer(), nullable=False),
        sa.Column("within_travel", sa.Integer(), nullable=False),
        sa.Column("spare", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=300), nullable=False),
        sa.Column("sentence", sa.JSON(), nullable=False),
        sa.Column("cure", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_plan_unfilled_proposal_id_proposal")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_plan_unfilled_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_unfilled")),
        sa.UniqueConstraint(
            "proposal_id",
            "school_id",
            "stage",
            "subject",
            name=op.f("uq_plan_unfilled_proposal_id_school_id_stage_subject"),
        ),
    )
    op.create_table(
        "plan_unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "kindergarten",
                "primary",
                "junior",
                "senior",
                "vocational",
                "special",
                name="stage",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("indicator", sa.String(length=16), nullable=False),
        sa.Column("students", sa.Integer(), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_plan_unit_proposal_id_proposal")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_plan_unit_school_id_school")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_unit")),
    )
    with op.batch_alter_table("plan_unit", schema=None) as batch_op:
        batch_op.create_index("ix_plan_unit_school", ["proposal_id", "school_id"], unique=False)

    op.create_table(
        "principal_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "sent", "closed", name="reviewstate", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column("deadline", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("sent_by", sa.Integer(), nullable=True),
        sa.Column("sent_by_name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["proposal.id"], name=op.f("fk_principal_review_proposal_id_proposal")
        ),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_principal_review_school_id_school")),
        sa.ForeignKeyConstraint(
            ["sent_by"], ["user_account.id"], name=op.f("fk_principal_review_sent_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_principal_review")),
        sa.UniqueConstraint("proposal_id", "school_id", name=op.f("uq_principal_review_proposal_id_school_id")),
    )
    with op.batch_alter_table("principal_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_principal_review_school_id"), ["school_id"], unique=False)

    op.create_table(
        "review_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("move_id", sa.Integer(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum("in", "out", name="direction", native_enum=False, create_constraint=True, length=16),
            nullable=False,
        ),
        sa.Column(
            "answer",
            sa.Enum("agree", "object", name="answer", native_enum=False, create_constraint=True, length=16),
            nullable=True,
        ),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("alternative", sa.String(length=1000), nullable=False),
        sa.Column("alternative_teacher_id", sa.Integer(), nullable=True),
        sa.Column("carried_from_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        sa.Column(
            "reply",
            sa.Enum("accepted", "kept", name="reply", native_enum=False, create_constraint=True, length=16),
            nullable=True,
        ),
        sa.Column("reply_reason", sa.String(length=1000), nullable=False),
        sa.Column(
            "reply_action",
            sa.Enum("stay", "move", "forbid", name="lockaction", native_enum=False, create_constraint=True, length=16),
            nullable=True,
        ),
        sa.Column("reply_school_id", sa.Integer(), nullable=True),
        sa.Column("replied_at", sa.DateTime(), nullable=True),
        sa.Column("replied_by", sa.Integer(), nullable=True),
        sa.Column("replied_by_name", sa.String(length=100), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["alternative_teacher_id"], ["teacher.id"], name=op.f("fk_review_item_alternative_teacher_id_teacher")
        ),
        sa.ForeignKeyConstraint(
            ["carried_from_id"], ["review_item.id"], name=op.f("fk_review_item_carried_from_id_review_item")
        ),
        sa.ForeignKeyConstraint(["move_id"], ["plan_move.id"], name=op.f("fk_review_item_move_id_plan_move")),
        sa.ForeignKeyConstraint(
            ["replied_by"], ["user_account.id"], name=op.f("fk_review_item_replied_by_user_account")
        ),
        sa.ForeignKeyConstraint(["reply_school_id"], ["school.id"], name=op.f("fk_review_item_reply_school_id_school")),
        sa.ForeignKeyConstraint(
            ["review_id"], ["principal_review.id"], name=op.f("fk_review_item_review_id_principal_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_item")),
        sa.UniqueConstraint("review_id", "move_id", name=op.f("uq_review_item_review_id_move_id")),
    )
    with op.batch_alter_table("review_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_item_move_id"), ["move_id"], unique=False)

    op.execute(sa.text("INSERT INTO audit_head (id, seq, digest) VALUES (1, 0, :digest)").bindparams(digest="0" * 64))
    for table in APPEND_ONLY:
        for statement in guards(table, op.get_bind().dialect.name):
            op.execute(statement)


def downgrade() -> None:
    """Go back."""
    for table in APPEND_ONLY:
        for statement in lifted(table, op.get_bind().dialect.name):
            op.execute(statement)
    with op.batch_alter_table("review_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_item_move_id"))

    op.drop_table("review_item")
    with op.batch_alter_table("principal_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_principal_review_school_id"))

    op.drop_table("principal_review")
    with op.batch_alter_table("plan_unit", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_unit_school")

    op.drop_table("plan_unit")
    op.drop_table("plan_unfilled")
    op.drop_table("plan_school")
    with op.batch_alter_table("plan_price", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_price_teacher_id"))

    op.drop_table("plan_price")
    with op.batch_alter_table("plan_move", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_move_to")
        batch_op.drop_index(batch_op.f("ix_plan_move_teacher_id"))
        batch_op.drop_index("ix_plan_move_from")

    op.drop_table("plan_move")
    op.drop_table("plan_coefficient")
    with op.batch_alter_table("plan_cell", schema=None) as batch_op:
        batch_op.drop_index("ix_plan_cell_school")

    op.drop_table("plan_cell")
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objection_teacher_id"))
        batch_op.drop_index(batch_op.f("ix_objection_state"))

    op.drop_table("objection")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_state"))
        batch_op.drop_index(batch_op.f("ix_proposal_scenario_id"))

    op.drop_table("proposal")
    with op.batch_alter_table("plan_lock", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_lock_teacher_id"))
        batch_op.drop_index("ix_plan_lock_teacher")

    op.drop_table("plan_lock")
    with op.batch_alter_table("plan_input", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_plan_input_scenario_id"))
        batch_op.drop_index(batch_op.f("ix_plan_input_job_id"))
        batch_op.drop_index(batch_op.f("ix_plan_input_cycle_id"))

    op.drop_table("plan_input")
    with op.batch_alter_table("credit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_credit_entry_transaction_id"))
        batch_op.drop_index("ix_credit_entry_balance")

    op.drop_table("credit_entry")
    with op.batch_alter_table("scenario", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scenario_state"))
        batch_op.drop_index(batch_op.f("ix_scenario_cycle_id"))

    op.drop_table("scenario")
    with op.batch_alter_table("preference", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_preference_teacher_id"))
        batch_op.drop_index(batch_op.f("ix_preference_school_id"))

    op.drop_table("preference")
    with op.batch_alter_table("eligibility_override", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_eligibility_override_teacher_id"))

    op.drop_table("eligibility_override")
    with op.batch_alter_table("eligibility_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_eligibility_entry_teacher_id"))
        batch_op.drop_index("ix_eligibility_entry_school")
        batch_op.drop_index("ix_eligibility_entry_list")

    op.drop_table("eligibility_entry")
    op.drop_table("cycle_policy")
    with op.batch_alter_table("credit_transaction", schema=None) as batch_op:
        batch_op.drop_index("ix_credit_transaction_teacher")
        batch_op.drop_index(
            "ix_credit_transaction_booking",
            sqlite_where=sa.text("reverses_id IS NULL"),
            postgresql_where=sa.text("reverses_id IS NULL"),
        )

    op.drop_table("credit_transaction")
    with op.batch_alter_table("user_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_session_user_id"))

    op.drop_table("user_session")
    with op.batch_alter_table("user_role", schema=None) as batch_op:
        batch_op.drop_index("ix_user_role_role_school")

    op.drop_table("user_role")
    with op.batch_alter_table("travel_time", schema=None) as batch_op:
        batch_op.drop_index("ix_travel_time_to_school_id")

    op.drop_table("travel_time")
    with op.batch_alter_table("training_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_training_record_teacher_id"))
        batch_op.drop_index("ix_training_record_school")
        batch_op.drop_index("ix_training_record_queue")
        batch_op.drop_index("ix_training_record_end")
        batch_op.drop_index(
            "ix_training_record_activity",
            sqlite_where=sa.text("state NOT IN ('withdrawn', 'reversed')"),
            postgresql_where=sa.text("state NOT IN ('withdrawn', 'reversed')"),
        )

    op.drop_table("training_record")
    op.drop_table("school_unit")
    with op.batch_alter_table("rotation_cycle", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rotation_cycle_state"))

    op.drop_table("rotation_cycle")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_user_id"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.drop_index("ix_posting_teacher_from")
        batch_op.drop_index(batch_op.f("ix_posting_subject"))
        batch_op.drop_index("ix_posting_school_from")
        batch_op.drop_index(
            "ix_posting_open", sqlite_where=sa.text("valid_to IS NULL"), postgresql_where=sa.text("valid_to IS NULL")
        )

    op.drop_table("posting")
    with op.batch_alter_table("partnership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partnership_school_b_id"))

    op.drop_table("partnership")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index("ix_notice_user_unread")

    op.drop_table("notice")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index("ix_import_batch_kind_sha256")
        batch_op.drop_index(batch_op.f("ix_import_batch_created_by"))

    op.drop_table("import_batch")
    op.drop_table("demand")
    with op.batch_alter_table("deferral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deferral_teacher_id"))

    op.drop_table("deferral")
    with op.batch_alter_table("correction_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_correction_request_teacher_id"))

    op.drop_table("correction_request")
    with op.batch_alter_table("conduct_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_conduct_record_teacher_id"))

    op.drop_table("conduct_record")
    op.drop_table("class_count")
    op.drop_table("campus")
    with op.batch_alter_table("user_account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_user_account_name"))

    op.drop_table("user_account")
    with op.batch_alter_table("teaching_certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_teaching_certificate_teacher_id"))

    op.drop_table("teaching_certificate")
    with op.batch_alter_table("school", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_school_zone_id"))
        batch_op.drop_index(batch_op.f("ix_school_group_id"))

    op.drop_table("school")
    with op.batch_alter_table("industry_placement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_industry_placement_teacher_id"))

    op.drop_table("industry_placement")
    with op.batch_alter_table("dual_qualification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_dual_qualification_teacher_id"))

    op.drop_table("dual_qualification")
    op.drop_table("zone")
    with op.batch_alter_table("teacher", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_teacher_title"))
        batch_op.drop_index(batch_op.f("ix_teacher_phone_index"))
        batch_op.drop_index(batch_op.f("ix_teacher_backbone"))

    op.drop_table("teacher")
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_index("ix_stored_file_owner")
        batch_op.drop_index("ix_stored_file_creator")

    op.drop_table("stored_file")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_at"))
        batch_op.drop_index("ix_sign_in_attempt_address_at")
        batch_op.drop_index("ix_sign_in_attempt_account_at")

    op.drop_table("sign_in_attempt")
    op.drop_table("school_group")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_topic"))
        batch_op.drop_index(batch_op.f("ix_outbox_delivered_at"))

    op.drop_table("outbox")
    op.drop_table("job_worker")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_job_active_key",
            sqlite_where=sa.text("state IN ('queued', 'running')"),
            postgresql_where=sa.text("state IN ('queued', 'running')"),
        )
        batch_op.drop_index("ix_job_state_due")
        batch_op.drop_index(batch_op.f("ix_job_kind"))
        batch_op.drop_index(batch_op.f("ix_job_created_by"))

    op.drop_table("job")
    op.drop_table("district")
    op.drop_table("audit_head")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_subject")
        batch_op.drop_index(batch_op.f("ix_audit_entry_event"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))
        batch_op.drop_index(batch_op.f("ix_audit_entry_actor_id"))

    op.drop_table("audit_entry")
