"""The tables of the register. Whatever identifies a person, or says in words what happened to one, is sealed.

Nothing is edited: an identifier, a fact and a look are rows for good, and what was wrong is undone by a row that says
so. `standing` and `task` repeat what follows from the facts, for lists and due dates; they can be made again at any
time.
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
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from diis.store.tables import metadata as waits_metadata

metadata = MetaData(naming_convention=waits_metadata.naming_convention)

PERSON_REF = String(12)

key = Table(
    "key",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("check", String(16), nullable=False, comment="which key it is, and nothing about it"),
    comment="The versions of the key that this register was sealed with.",
)

person = Table(
    "person",
    metadata,
    Column("person_ref", PERSON_REF, primary_key=True, comment="random; says nothing about the person"),
    Column("version", Integer, nullable=False, comment="counts the changes; a writer must know the newest"),
    Column("merged_into", PERSON_REF, comment="the record that this one turned out to be a second one of"),
    Column("erased_on", Date, comment="who it was is known no more since that day"),
    Column("scrubbed_on", Date, comment="and no page of the database holds it any more; null: some may"),
    comment="A young person, by a reference that may be said aloud.",
)

change = Table(
    "change",
    metadata,
    Column("sequence", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, comment="order of commit"),
    Column("person_ref", ForeignKey(person.c.person_ref), nullable=False, index=True),
    Column("account_id", Integer, nullable=False),
    Column("role", String(32), nullable=False),
    Column("action", String(40), nullable=False),
    Column("reason", LargeBinary, nullable=False, comment="sealed"),
    Column("made_at", DateTime, nullable=False, comment="UTC"),
    comment="One action on one person: who, why, when. Its rows below are all there or none.",
)

identifier = Table(
    "identifier",
    metadata,
    Column("sequence", ForeignKey(change.c.sequence), primary_key=True),
    Column("field", String(24), primary_key=True),
    Column("person_ref", ForeignKey(person.c.person_ref), nullable=False),
    Column("value", LargeBinary, nullable=False, comment="sealed; an empty text takes the value away"),
    Index("ix_identifier_person_ref_field", "person_ref", "field"),
    comment="A name, number, address or other identifier from a change on, until the next of its field.",
)

blind = Table(
    "blind",
    metadata,
    Column("field", String(24), primary_key=True),
    Column("value", String(32), primary_key=True, comment="keyed hash: equal values are alike, nothing else is told"),
    Column("person_ref", ForeignKey(person.c.person_ref), primary_key=True, index=True),
    Column("key_version", Integer, nullable=False),
    comment="By what a person is found: of the newest value of each field that can be searched.",
)

fact = Table(
    "fact",
    metadata,
    Column("fact_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("sequence", ForeignKey(change.c.sequence), nullable=False),
    Column("person_ref", ForeignKey(person.c.person_ref), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("on", Date, nullable=False, comment="the day from which it is true"),
    Column("body", LargeBinary, nullable=False, comment="sealed"),
    Index("ix_fact_person_ref_fact_id", "person_ref", "fact_id"),
    Index("ix_fact_sequence", "sequence"),
    comment="Something that is true of a person from a day on.",
)

undoing = Table(
    "undoing",
    metadata,
    Column("fact_id", ForeignKey(fact.c.fact_id), primary_key=True),
    Column("sequence", ForeignKey(change.c.sequence), primary_key=True),
    Column("again", Boolean, nullable=False, comment="true where an undoing is taken back"),
    Index("ix_undoing_sequence", "sequence"),
    comment="From this change on a fact is not taken into account, or is again; it stays to be seen.",
)

standing = Table(
    "standing",
    metadata,
    Column("person_ref", ForeignKey(person.c.person_ref), primary_key=True),
    Column("sequence", BigInteger, nullable=False, comment="the newest change that it takes in"),
    Column("told_on", Date, nullable=False, comment="the day that it tells of"),
    Column("status", String(16), nullable=False),
    Column("rating", String(8)),
    Column("rated_since", Date),
    Column("next_review_on", Date),
    Column("authority", String(16), comment="council of ordinary residence"),
    Column("board", String(8), comment="integrated care board that answers for the person"),
    Column("team", String(32), comment="organisation of the case lead"),
    Column("case_lead", String(40)),
    Column("key_worker", String(40)),
    Column("weight", Float, nullable=False, comment="what the case weighs in a key worker's caseload"),
    Column("agreed", Boolean, nullable=False, server_default=false(), comment="whether the lead team may see it"),
    Column("shared", Boolean, nullable=False, comment="whether anybody but the lead team may see it"),
    Column("review_agreed", Boolean, nullable=False, server_default=false(), comment="whether a C(E)TR may be run"),
    Column("key_work_agreed", Boolean, nullable=False, server_default=false(), comment="whether a key worker may call"),
    Column("referrer", String(40), comment="the case lead who referred; null: somebody has answered, or no case lead"),
    Column("referred_by", String(32), comment="the organisation of that one"),
    Column("keeping", String(16), nullable=False, server_default="live", comment="what there is to be seen"),
    Index("ix_standing_status_rating", "status", "rating"),
    Index("ix_standing_team", "team"),
    Index("ix_standing_key_worker", "key_worker"),
    comment="What follows from the facts, for lists; made again with each change and each day.",
)

agency = Table(
    "agency",
    metadata,
    Column("person_ref", ForeignKey(person.c.person_ref), primary_key=True),
    Column("organisation", String(32), primary_key=True),
    comment="Who may be told of a person, by consent; part of what follows from the facts.",
)

task = Table(
    "task",
    metadata,
    Column("task_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("person_ref", ForeignKey(person.c.person_ref), nullable=False, index=True),
    Column("code", String(48), nullable=False),
    Column("about", String(48), nullable=False),
    Column("rule", String(24), nullable=False),
    Column("owner", String(32), nullable=False),
    Column("opens_on", Date, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("done_on", Date),
    Column("ceased_on", Date),
    Column("why", Text, nullable=False),
    Index("ix_task_due_on", "due_on"),
    comment="What must be done by when; part of what follows from the facts.",
)

worker = Table(
    "worker",
    metadata,
    Column("worker", String(40), primary_key=True, comment="as facts name a key worker; no name of a person"),
    Column("team", String(32), nullable=False),
    Column("last_day", Date, comment="null: stays"),
    comment="Key workers. Who allocates waits here for whoever allocates to the same one.",
)

account = Table(
    "account",
    metadata,
    Column("account_id", Integer, primary_key=True),
    Column("issuer", String(200), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("name", LargeBinary, nullable=False, comment="sealed"),
    Column("organisation", String(32), nullable=False),
    Column("disabled_at", DateTime, comment="UTC"),
    UniqueConstraint("issuer", "subject"),
    comment="Somebody who may sign in, by issuer and subject; never by mail address.",
)

grant = Table(
    "role_grant",
    metadata,
    Column("grant_id", Integer, primary_key=True),
    Column("account_id", ForeignKey(account.c.account_id), nullable=False, index=True),
    Column("role", String(32), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("ends_on", Date, comment="the last day; null is open-ended"),
    Column("team", String(32), comment="for which team; null where the role is not of a team"),
    Column("authority", String(16), comment="for which council; null where the role is not of a council"),
    Column("worker", String(40), comment="which case lead or key worker somebody is in the facts"),
    Column("person_ref", PERSON_REF, comment="for which single person; null where the role is not of one"),
    Column("relationship", String(16), comment="of a family's role: whose it is; null counts as a parent's"),
    Column("review", String(16), comment="of a panel's role: for which C(E)TR; null: for those that are still to come"),
    Column("given_after", BigInteger, comment="the newest change of the single person then; null: not known"),
    comment="A role of an account, with its days and its reach.",
)

sign_in = Table(
    "sign_in",
    metadata,
    Column("sign_in_id", Integer, primary_key=True),
    Column("secret_hash", String(64), nullable=False, unique=True, comment="of what the browser's cookie holds"),
    Column("account_id", ForeignKey(account.c.account_id), nullable=False, index=True),
    Column("started_at", DateTime, nullable=False, comment="UTC"),
    Column("seen_at", DateTime, nullable=False, comment="UTC; to the minute"),
    Column("ended_at", DateTime, comment="UTC; null: not signed out"),
    Column("roles", Text, comment="that the provider named, a blank between; null: it named none"),
    Column("provider_session", String(200), index=True, comment="the provider's name of its session"),
    comment="Browsers that somebody is signed in with.",
)

emergency = Table(
    "emergency",
    metadata,
    Column("emergency_ref", PERSON_REF, primary_key=True, comment="random; says nothing"),
    Column("account_id", ForeignKey(account.c.account_id), nullable=False),
    Column("role", String(32), nullable=False),
    Column("organisation", String(32), nullable=False),
    Column("person_ref", PERSON_REF, comment="null: nobody of that number and birth date"),
    Column("reason", String(32), nullable=False),
    Column("words", LargeBinary, nullable=False, comment="sealed"),
    Column("opened_at", DateTime, nullable=False, comment="UTC"),
    Column("ends_at", DateTime, nullable=False, comment="UTC; as opened_at where it opened nothing"),
    Column("close_by", Date, nullable=False, comment="the last day to look into it"),
    Column("closed_at", DateTime, comment="UTC"),
    Column("closed_by", Integer, comment="another account than the one that opened it"),
    Column("finding", String(32)),
    Column("finding_words", LargeBinary, comment="sealed"),
    CheckConstraint("closed_by <> account_id", name="closed_by_another"),
    Index("ix_emergency_account_id_ends_at", "account_id", "ends_at"),
    comment="One person opened to one account for a short time, to be looked into by another.",
)

key_purge = Table(
    "key_purge",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", DateTime, nullable=False, comment="UTC"),
    comment="When every process was told to forget the keys of the issuers of tokens.",
)

used_token = Table(
    "used_token",
    metadata,
    Column("issuer", String(200), primary_key=True),
    Column("jti", String(200), primary_key=True, comment="which token of the issuer"),
    Column("expires_at", DateTime, nullable=False, comment="UTC; some time later the row is removed"),
    Index("ix_used_token_expires_at", "expires_at"),
    comment="Tokens that let nobody in any more although they have not expired: used up, or signed out.",
)

audit = Table(
    "audit",
    metadata,
    Column("number", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", DateTime, nullable=False, comment="UTC"),
    Column("account_id", Integer, comment="null: nobody was signed in"),
    Column("role", String(32), nullable=False),
    Column("organisation", String(32), nullable=False),
    Column("purpose", String(32), nullable=False),
    Column("action", String(40), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("people", Text, nullable=False, comment="references, one blank between; empty: nobody in particular"),
    Column("fields", String(200), nullable=False, comment="classes of fields that were seen or changed"),
    Column("route", String(80), nullable=False, comment="the template of a route, or the name of a command"),
    Column("request_id", String(36), nullable=False),
    Column("hash", String(64), nullable=False, comment="keyed, over this row and the hash before it"),
    CheckConstraint("outcome IN ('allowed', 'denied', 'refused', 'failed')", name="outcome"),
    Index("ix_audit_account_id_at", "account_id", "at"),
    comment="Every look, change, export and denial. Rows are only added; each holds the one before it.",
)

seen = Table(
    "seen",
    metadata,
    Column("person_ref", PERSON_REF, primary_key=True),
    Column("number", ForeignKey(audit.c.number), primary_key=True),
    comment="Which rows of the audit are about a person.",
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("one", Integer, primary_key=True, autoincrement=False, comment="there is one row"),
    Column("number", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
    comment="The end of the audit; writers take turns on it.",
)
