"""The tables of the store. No name, NHS number, full birth date or postcode has a column here (design: two zones).

A referral or contact is a row per version, valid from one load sequence up to, not including, another; `to_sequence`
null is the version as known now. Nothing is edited but that mark.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

ACCEPTED = "accepted"
PARTIAL = "partial"
REFUSED = "refused"
HELD = "held"
LOADED = (ACCEPTED, PARTIAL)
"""Outcomes of which the rows are in the store."""

arrival = Table(
    "arrival",
    metadata,
    Column("arrival_id", Integer, primary_key=True),
    Column("fingerprint", String(64), nullable=False, comment="SHA-256 over the files received"),
    Column("name", String(255), nullable=False, comment="name of the folder, archive or file received"),
    Column("feed", String(64), nullable=False),
    Column("bytes_received", BigInteger, nullable=False),
    Column("arrived_at", DateTime, nullable=False, comment="UTC"),
    UniqueConstraint("feed", "fingerprint", "name"),
    comment="What was received; opened when its bytes are safe in the landing area.",
)

load = Table(
    "load",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False, comment="order of commit, without gaps"),
    Column("arrival_id", ForeignKey(arrival.c.arrival_id), nullable=False, index=True),
    Column("feed", String(64), nullable=False),
    Column("layout", String(16), nullable=False),
    Column("provider", String(8), nullable=False),
    Column("pathway", String(32)),
    Column("census_on", Date),
    Column("outcome", String(16), nullable=False),
    Column("rows_in", Integer, nullable=False),
    Column("rows_accepted", Integer, nullable=False),
    Column("rows_quarantined", Integer, nullable=False),
    Column("rows_duplicate", Integer, nullable=False),
    Column("referrals", Integer, nullable=False, comment="accepted rows of the list itself, for the size guard"),
    Column("contacts", Integer, nullable=False, comment="accepted contacts, for the size guard"),
    Column("unexplained_leavers", Integer, nullable=False, comment="found by this load"),
    Column("key_id", String(16), nullable=False, comment="which pseudonym key was used"),
    Column("released_sequence", Integer, comment="the held load that a person released as this one"),
    Column("loaded_at", DateTime, nullable=False, comment="UTC"),
    CheckConstraint("rows_in = rows_accepted + rows_quarantined + rows_duplicate", name="conservation"),
    CheckConstraint("outcome IN ('accepted', 'partial', 'refused', 'held')", name="outcome"),
    Index("ix_load_feed_census_on", "feed", "census_on"),
    comment="The ledger: one row for each verdict on an arrival.",
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("sequence", ForeignKey(load.c.sequence), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("code", String(48), nullable=False),
    Column("level", String(8), nullable=False),
    Column("file", String(64), nullable=False),
    Column("line", Integer),
    Column("field", String(64)),
    Column("reason", Text, nullable=False),
    comment="Findings of a load, in words; never a value of the row.",
)

discard = Table(
    "discard",
    metadata,
    Column("sequence", ForeignKey(load.c.sequence), primary_key=True),
    Column("reason", String(300), nullable=False, comment="in the words of the person who decided; names nobody"),
    Column("discarded_at", DateTime, nullable=False, comment="UTC"),
    comment="A held load that a person decided not to load.",
)

_REFERRAL_FACTS = (
    Column("person", String(32), nullable=False, comment="keyed pseudonym of the child"),
    Column("birth_month", Date, nullable=False, comment="first day of the month of birth"),
    Column(
        "age_received", Integer, comment="completed years on the received date; null in lists older than the column"
    ),
    Column("lsoa", String(9)),
    Column("local_authority", String(9), comment="of residence"),
    Column("deprivation_decile", Integer),
    Column("gender", String(1)),
    Column("ethnic_category", String(2)),
    Column("gp_practice", String(10)),
    Column("lac_status", String(1)),
    Column("sen_provision", String(1)),
    Column("received_on", Date, nullable=False),
    Column("source_of_referral", String(2)),
    Column("primary_reason", String(3)),
    Column("priority", String(1)),
    Column("team_type", String(3)),
    Column("condition", String(12)),
    Column("returned_on", Date),
    Column("resubmitted_on", Date),
    Column("decision_on", Date),
    Column("decision", String(10)),
    Column("rejection_reason", String(2)),
    Column("assessment_completed_on", Date),
    Column("outcome_shared_on", Date),
    Column("support_offered_on", Date),
    Column("closed_on", Date),
    Column("closure_reason", String(2)),
    Column("transferred_to_adult_on", Date),
)

_CONTACT_FACTS = (
    Column("contact_on", Date, nullable=False),
    Column("attendance", String(1)),
    Column("mechanism", String(2)),
    Column("subject", String(2)),
    Column("profession", String(32)),
)

referral = Table(
    "referral",
    metadata,
    Column("provider", String(8), primary_key=True),
    Column("pathway", String(32), primary_key=True),
    Column("referral_id", String(64), primary_key=True),
    Column("from_sequence", Integer, primary_key=True, autoincrement=False),
    Column("to_sequence", Integer),
    *_REFERRAL_FACTS,
    comment="A referral is a row per version.",
)

contact = Table(
    "contact",
    metadata,
    Column("provider", String(8), primary_key=True),
    Column("pathway", String(32), primary_key=True),
    Column("referral_id", String(64), primary_key=True),
    Column("contact_id", String(64), primary_key=True),
    Column("from_sequence", Integer, primary_key=True, autoincrement=False),
    Column("to_sequence", Integer),
    *_CONTACT_FACTS,
    comment="A contact is a row per version.",
)

event = Table(
    "event",
    metadata,
    Column("provider", String(8), primary_key=True),
    Column("pathway", String(32), primary_key=True),
    Column("referral_id", String(64), primary_key=True),
    Column("event_on", Date, primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("code", String(32), primary_key=True, comment="empty where none was sent"),
    Column("from_sequence", Integer, primary_key=True, autoincrement=False),
    Column("to_sequence", Integer),
    comment="An event of a referral, such as a score or a plan, is a row per version.",
)

step = Table(
    "step",
    metadata,
    Column("provider", String(8), primary_key=True),
    Column("pathway", String(32), primary_key=True),
    Column("referral_id", String(64), primary_key=True),
    Column("step", String(64), primary_key=True),
    Column("organisation", String(64), primary_key=True, comment="empty where none was sent"),
    Column("requested_on", Date, primary_key=True),
    Column("from_sequence", Integer, primary_key=True, autoincrement=False),
    Column("to_sequence", Integer),
    Column("done_on", Date),
    comment="A step of a multi-agency pathway is a row per version.",
)

absence = Table(
    "absence",
    metadata,
    Column("provider", String(8), primary_key=True),
    Column("pathway", String(32), primary_key=True),
    Column("referral_id", String(64), primary_key=True),
    Column("from_sequence", Integer, primary_key=True, autoincrement=False),
    Column("to_sequence", Integer),
    Column("last_seen_on", Date, nullable=False, comment="newest census whose list held the referral"),
    Column("missing_from_on", Date, nullable=False, comment="first later census whose list did not"),
    Column("unexplained", Boolean, nullable=False, comment="left without an outcome"),
    comment="A referral that is in an earlier list of its feed and not in the newest.",
)

doubt = Table(
    "doubt",
    metadata,
    Column("provider", String(8), primary_key=True),
    Column("pathway", String(32), primary_key=True),
    Column("referral_id", String(64), primary_key=True),
    Column("from_sequence", Integer, primary_key=True, autoincrement=False),
    Column("to_sequence", Integer),
    Column("told_on", Date, comment="newest census whose list told it well; null if none did"),
    Column("named_on", Date, nullable=False, comment="newest census whose row of it was set aside"),
    comment="A referral of which the newest row was set aside: its version is older than the list that names it.",
)

unmapped = Table(
    "unmapped",
    metadata,
    Column("sequence", ForeignKey(load.c.sequence), primary_key=True),
    Column("listed", Integer, nullable=False),
    Column("any_of", Integer, nullable=False),
    Column("gender", Integer, nullable=False),
    Column("ethnicity", Integer, nullable=False),
    Column("deprivation", Integer, nullable=False),
    Column("priority", Integer, nullable=False),
    comment="How many referrals of a list lack what breakdowns need, as known at its load; can be counted again.",
)

refresh = Table(
    "refresh",
    metadata,
    Column("as_known", Integer, primary_key=True, autoincrement=False, comment="newest load sequence at the time"),
    Column("as_at", Date, nullable=False, comment="newest census date at the time"),
    Column("refreshed_at", DateTime, nullable=False, comment="UTC"),
    comment="Which loads the figures below have taken in.",
)

figure = Table(
    "figure",
    metadata,
    Column("as_at", Date, primary_key=True),
    Column("as_known", Integer, primary_key=True, autoincrement=False),
    Column("measure", String(48), primary_key=True),
    Column("provider", String(8), primary_key=True),
    Column("breakdown", String(24), primary_key=True),
    Column("level", String(64), primary_key=True),
    Column("figure", String(64), primary_key=True),
    Column("value", Float, comment="exact; suppression belongs to the output"),
    Column("unit", String(12), nullable=False),
    Column("rule", String(64), nullable=False),
    Column("behind", Integer, nullable=False),
    Column("place", Integer, nullable=False, comment="order in which the figures are read"),
    comment="Figures as refreshed; any of them can be computed again from the versions above.",
)
