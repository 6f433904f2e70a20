"""The pathways a referral can be on, and the providers that run them."""

NEURODEVELOPMENTAL = "neurodevelopmental"
CAMHS_GATEWAY = "camhs-gateway"
COMMUNITY_PAEDIATRICS = "community-paediatrics"

PATHWAYS: tuple[str, ...] = (NEURODEVELOPMENTAL, CAMHS_GATEWAY, COMMUNITY_PAEDIATRICS)

PROVIDERS: dict[str, str] = {
    "RBD": "Dorset County Hospital",
    "RDY": "Dorset HealthCare",
    "R0D": "University Hospitals Dorset",
}

DIGITAL_PROVIDERS: dict[str, str] = {"DFC": "Digital mental health service", "S9X2N": "Digital mental health service"}
"""Providers that see children online; their national submissions may be sent too (R-WAIT-57, 66)."""
