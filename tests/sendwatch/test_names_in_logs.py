"""A log holds names of the agreed form and no other."""

import pytest

from sendwatch.names_in_logs import OF_ANOTHER_FORM, name_in_logs

EXTRACT = "R0D_neurodevelopmental_2026-09-30"


@pytest.mark.parametrize(
    "name",
    [
        EXTRACT,
        f"{EXTRACT}.zip",
        "20241130-RTT-November-2024-full-extract.csv",
        "20241130-RTT-November-2024-full-extract-revised.csv",
        "20260228-RTT-February-2026-RBD.csv",
    ],
)
def test_a_name_of_the_agreed_form_is_named(name: str) -> None:
    assert name_in_logs(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "Smith John.csv",
        f"{EXTRACT} Smith",
        f"Smith\n{EXTRACT}",
        f"{EXTRACT}\n",
        "20260228-RTT-February-2026-RBD.csv\n",
        "20260228-RTT-February-2026-John Smith.csv",
        "",
    ],
)
def test_any_other_name_is_not(name: str) -> None:
    assert name_in_logs(name) == OF_ANOTHER_FORM
