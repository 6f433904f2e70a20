"""Invented places: postcodes of districts that do not exist, in small areas with a deprivation decile (R-WAIT-100).

Their local authorities and sub-ICBs are real (R-WAIT-102): figures by area need names that a reader knows.
"""

from pathlib import Path

POSTCODES = 1_000
"""Postcodes in each postal area; five lie in one small area."""

EAST, WEST = "BH", "DT"
BCP, DORSET = "E06000058", "E06000059"
COUNCILS = {BCP: "BCP Council", DORSET: "Dorset Council"}
NOT_A_PLACE = "ZZ99 3VZ"
"""The national default for no fixed address; the look-up does not hold it."""

_HERE, _NEXT_DOOR = "11J", "92A"
_LIES_IN = ((_HERE, "QVV", "Y58"), (_NEXT_DOOR, "QXU", "Y59"))
"""Sub-ICB, its integrated care board, and the region of that."""
_PRACTICES = 50
_UNIT = "ABDEFGHJLN"
_DECILES = (1, 5, 3, 8, 2, 6, 4, 9, 1, 7, 5, 3, 10, 2, 6, 4, 8, 1, 7, 2)
"""The children who are referred live in deprived areas more often than not."""

_FIRST_SMALL_AREA = {EAST: 1, WEST: 501}


def postcode(area: str, number: int) -> str:
    """Postcode `number` (0 to POSTCODES - 1) of an area; districts 81 to 90 exist in neither."""
    district, rest = divmod(number, 100)
    sector, unit = divmod(rest, 10)
    return f"{area}{81 + district} {sector}{_UNIT[unit]}{_UNIT[(number * 7 + 3) % 10]}"


def local_authority(area: str, number: int) -> str:
    """The local authority of a postcode: the west and the edge of the east are Dorset's."""
    return DORSET if area == WEST or number // 100 == 9 else BCP


def sub_icb(area: str, number: int) -> str:
    """The sub-ICB of residence: the far west lies in the next one."""
    return _NEXT_DOOR if area == WEST and number >= POSTCODES - 20 else _HERE


def practice(area: str, number: int) -> str:
    """The GP practice of a postcode; the codes have the shape of Dorset's and belong to none of them."""
    return _practice(area, number // (POSTCODES // _PRACTICES))


def _practice(area: str, number: int) -> str:
    return f"J819{number + (_PRACTICES if area == WEST else 0):02}"


def write_postcodes(path: Path) -> None:
    """Write the look-up of every invented postcode; it is the same for every seed."""
    lines = ["postcode,lsoa,imd_decile,local_authority,sub_icb\n"]
    for area in (EAST, WEST):
        for number in range(POSTCODES):
            small_area = number // 5
            lsoa = f"E019{_FIRST_SMALL_AREA[area] + small_area:05}"
            decile = _DECILES[small_area % len(_DECILES)]
            areas = f"{local_authority(area, number)},{sub_icb(area, number)}"
            lines.append(f"{postcode(area, number)},{lsoa},{decile},{areas}\n")
    path.write_bytes("".join(lines).encode())


def write_organisations(path: Path) -> None:
    """Write the board and region that each sub-ICB lies in."""
    path.write_bytes("".join(["sub_icb,icb,region\n", *(f"{','.join(codes)}\n" for codes in _LIES_IN)]).encode())


def write_practices(path: Path) -> None:
    """Write the look-up of every invented practice; all of them are of one sub-ICB, whoever lives next door."""
    codes = [_practice(area, number) for area in (EAST, WEST) for number in range(_PRACTICES)]
    path.write_bytes("".join(["gp_practice,sub_icb\n", *(f"{code},{_HERE}\n" for code in codes)]).encode())
