"""A finding tells what is wrong and where, and never repeats what a row holds (trust: I6)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from diis.extracts.check import check_items
from diis.extracts.headers import check_header
from diis.extracts.rejections import Refused, Rejection
from diis.extracts.wl_1 import CONTACTS, REFERRALS
from tests.diis.extract_builder import AnExtract, a_contact, a_referral
from tests.diis.extracts.reading import checked, contract, csv_file

# Values that no reason uses in its own words, of the shapes that the rules look at.
STRANGE = st.one_of(
    st.from_regex(r"[QZ78][QZ78é/.\-\u202e]{3,80}", fullmatch=True),
    st.from_regex(r"[78]{1,2}[/.-][78]{1,2}[/.-][78]{2,4}", fullmatch=True),
    st.from_regex(r"[78]{4}-[01][78]-[78]{2}", fullmatch=True),
    st.from_regex(r"[78]{5,12}", fullmatch=True),
    st.from_regex(r"[78]{3} [78]{3} [78]{4}", fullmatch=True),
)


def told(found: list[Rejection]) -> str:
    """Everything that findings say, but the names of columns."""
    return "\n".join(f"{one.code} {one.reason} {one.file}" for one in found)


@given(st.dictionaries(st.sampled_from(REFERRALS.names), STRANGE, min_size=1))
@settings(max_examples=200, deadline=None)
def test_no_finding_on_a_referral_holds_a_value_of_its_row(fields: dict[str, str]) -> None:
    (batch,) = checked(AnExtract([a_referral(1, **fields)]).files()[REFERRALS.file])
    words = told(batch.rejections)
    assert not [value for value in fields.values() if value in words]
    assert all(one.field in REFERRALS.names for one in batch.rejections)


@given(st.dictionaries(st.sampled_from(CONTACTS.names), STRANGE, min_size=1))
@settings(max_examples=100, deadline=None)
def test_no_finding_on_a_contact_holds_a_value_of_its_row(fields: dict[str, str]) -> None:
    file = csv_file(AnExtract(contacts=[a_contact(1, **fields)]).files()[CONTACTS.file])
    (batch,) = file.batches()
    words = told(check_items(CONTACTS, batch, file.header, contract()).rejections)
    assert not [value for value in fields.values() if value in words]


@given(
    st.lists(STRANGE, min_size=1, max_size=40),
    st.sampled_from([",", ";", "\t", '","', "\n", '"', "\0", "\r"]),
    st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1252", "latin-1"]),
)
@settings(max_examples=200, deadline=None)
def test_no_refusal_of_a_file_holds_a_value_of_it(values: list[str], sign: str, encoding: str) -> None:
    """B10: a file that begins with its first child has no header to name."""
    content = sign.join([*values, values[0]]).encode(encoding, errors="ignore")
    try:
        file = csv_file(content)
        check_header(REFERRALS, file.header)
        found = [one for batch in file.batches() for one in batch.rejections]
    except Refused as refused:
        found = list(refused.rejections)
    words = told(found)
    assert not [value for value in values if value in words]
