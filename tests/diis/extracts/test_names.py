"""What the name of an extract promises, and which names are none (design.md section 7)."""

from datetime import date

import pytest

from diis.extracts.names import ExtractName, extract_name
from diis.extracts.rejections import Refused

NEURO = ExtractName("R0D", "neurodevelopmental", date(2026, 9, 30))


@pytest.mark.parametrize(
    ("name", "promised"),
    [
        ("R0D_neurodevelopmental_2026-09-30", NEURO),
        ("R0D_neurodevelopmental_2026-09-30.zip", NEURO),
        ("RDY_camhs-gateway_2028-02-29", ExtractName("RDY", "camhs-gateway", date(2028, 2, 29))),
        ("RBD_community-paediatrics_2025-12-31", ExtractName("RBD", "community-paediatrics", date(2025, 12, 31))),
    ],
)
def test_a_name_tells_provider_pathway_and_census_date(name: str, promised: ExtractName) -> None:
    assert extract_name(name) == promised


@pytest.mark.parametrize(
    "name",
    [
        "",
        "referrals",
        "r0d_neurodevelopmental_2026-09-30",
        "R0D-neurodevelopmental-2026-09-30",
        "R0D_neurodevelopmental_2026-02-29",
        "R0D_neurodevelopmental_2026-9-30",
        "R0D_neurodevelopmental_20260930",
        "R0D_neurodevelopmental_30-09-2026",
        "R0D_neurodevelopmental_２０２６-09-30",
        "R0D_neurodevelopmental_2026-09-30 (1)",
        "R0D_neurodevelopmental_2026-09-30\n",
        "R0D_neurodevelopmental_2026-09-30.zip.zip",
        "Copy of R0D_neurodevelopmental_2026-09-30",
        "R0D_adult_2026-09-30",
        "_neurodevelopmental_2026-09-30",
        "../R0D_neurodevelopmental_2026-09-30",
        "R0D_neurodevelopmental_2026-09-30" * 20,
        "CON",
        "🙂",
    ],
)
def test_any_other_name_is_refused_with_an_example_of_a_right_one(name: str) -> None:
    """B80: an odd name is told, never guessed at."""
    with pytest.raises(Refused) as refused:
        extract_name(name)
    (rejection,) = refused.value.rejections
    assert rejection.code == "name-not-recognised"
    assert "R0D_neurodevelopmental_2026-09-30" in rejection.reason
