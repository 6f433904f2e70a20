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
