"""What identifies a person, as it is sent and told, by the class of fields that a role may see (F1, fields 1 to 6)."""

from collections.abc import Mapping
from datetime import date

from dsr.api.bodies import Answer, Body, Day, Line, Name, NhsNumber
from dsr.auth.roles import FieldClass

IN_A_LIST = ("nhs-number", "given-name", "family-name", "preferred-name", "birth-date")


class IdentifiersSaid(Body):
    """New values; what is left out stays as it is, and an empty text takes a value away."""

    nhs_number: NhsNumber | None = None
    given_name: Name | None = None
    family_name: Name | None = None
    preferred_name: Name | None = None
    birth_date: Day | None = None
    local_id: Name | None = None
    address: Line | None = None
    telephone: Name | None = None
    gp_practice: Name | None = None
    gender: Name | None = None
    ethnicity: Name | None = None
    language: Name | None = None
    communication_needs: Line | None = None
    social_care: Line | None = None

    def values(self) -> dict[str, str]:
        """As the register names them."""
        said = {name: value for name, value in self if value is not None}
        return {_stored(name): value.isoformat() if isinstance(value, date) else value for name, value in said.items()}


class IdentityTold(Answer):
    """Who somebody is."""

    nhs_number: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    preferred_name: str | None = None
    birth_date: date | None = None
    local_id: str | None = None


class ContactDetailsTold(Answer):
    """Where somebody lives, how to reach them, and how to speak with them."""

    address: str | None = None
    telephone: str | None = None
    gp_practice: str | None = None
    gender: str | None = None
    ethnicity: str | None = None
    language: str | None = None
    communication_needs: str | None = None
    social_care: str | None = None


def identity_told(seen: frozenset[FieldClass], identifiers: Mapping[str, str]) -> IdentityTold | None:
    """Who somebody is, for those who may see it; None for others."""
    if FieldClass.IDENTITY not in seen:
        return None
    return IdentityTold.model_validate(_known(identifiers, IdentityTold))


def contact_details_told(seen: frozenset[FieldClass], identifiers: Mapping[str, str]) -> ContactDetailsTold | None:
    """How to reach somebody, for those who may see it; None for others."""
    if FieldClass.CONTACT_DETAILS not in seen:
        return None
    return ContactDetailsTold.model_validate(_known(identifiers, ContactDetailsTold))


def _known(identifiers: Mapping[str, str], model: type[Answer]) -> dict[str, str]:
    return {name: identifiers[_stored(name)] for name in model.model_fields if identifiers.get(_stored(name))}


def _stored(name: str) -> str:
    return name.replace("_", "-")
