"""Invented places: postcodes of districts that do not exist, in small areas with a deprivation decile (R-WAIT-100)."""

from pathlib import Path

POSTCODES = 1_000
"""Postcodes in each postal area; five lie in one small area."""

EAST, WEST = "BH", "DT"
_UNIT = "ABDEFGHJLN"
_DECILES = (1, 5, 3, 8, 2, 6, 4, 9, 1, 7, 5, 3, 10, 2, 6, 4, 8, 1, 7, 2)
"""The children who are referred live in deprived areas more often than not."""

_FIRST_SMALL_AREA = {EAST: 1, WEST: 501}


def postcode(area: str, number: int) -> str:
    """Postcode `number` (0 to POSTCODES - 1) of an area; districts 81 to 90 exist in neither."""
    district, rest = divmod(number, 100)
    sector, unit = divmod(rest, 10)
    return f"{area}{81 + district} {sector}{_UNIT[unit]}{_UNIT[(number * 7 + 3) % 10]}"


def practice(area: str, number: int) -> str:
    """The GP practice of a postcode; the codes have the shape of Dorset's and belong to none of them."""
    return f"J819{number // 20 + (50 if area == WEST else 0):02}"


def write_postcodes(path: Path) -> None:
    """Write the look-up `postcode,lsoa,imd_decile` of every invented postcode; it is the same for every seed."""
    lines = ["postcode,lsoa,imd_decile\n"]
    for area in (EAST, WEST):
        for number in range(POSTCODES):
            small_area = number // 5
            lsoa = f"E019{_FIRST_SMALL_AREA[area] + small_area:05}"
            lines.append(f"{postcode(area, number)},{lsoa},{_DECILES[small_area % len(_DECILES)]}\n")
    path.write_bytes("".join(lines).encode())
