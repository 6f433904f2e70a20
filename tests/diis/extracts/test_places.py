"""The postcode look-up: old ones without the newer columns still work, and one that is none is told in words."""

from pathlib import Path

import pytest

from diis.extracts.places import Area, PlacesUnusable, read_places

OLD = "postcode,lsoa,imd_decile\nDT1 1XJ,E01020332,4\nbh81 0ae,E01900001,0\n"
NEW = "postcode,lsoa,imd_decile,local_authority,sub_icb\nDT1 1XJ,E01020332,4,E06000059,11J\nBH81 0AE,,1,,\n"


def written(folder: Path, content: str) -> Path:
    path = folder / "postcodes.csv"
    path.write_text(content, encoding="utf-8-sig")
    return path


def test_a_look_up_of_areas_and_deciles_alone_is_enough(tmp_path: Path) -> None:
    places = read_places(written(tmp_path, OLD))
    assert places.area_of("dt11xj") == Area("E01020332", 4)
    assert places.area_of("BH81 0AE") == Area("E01900001", None)
    assert places.area_of("XX1 1XX") == Area()


def test_authority_and_sub_icb_are_taken_where_the_look_up_has_them(tmp_path: Path) -> None:
    places = read_places(written(tmp_path, NEW))
    assert places.area_of("DT1 1XJ") == Area("E01020332", 4, "E06000059", "11J")
    assert places.area_of("BH81 0AE") == Area(None, 1)


def test_without_a_look_up_no_area_is_known() -> None:
    assert read_places(None).area_of("DT1 1XJ") == Area()


@pytest.mark.parametrize(
    "content",
    [
        "postcode,lsoa\nDT1 1XJ,E01020332\n",
        "postcode,lsoa,imd_decile\nDT1 1XJ,E01020332,four\n",
        "postcode,lsoa,imd_decile\nDT1 1XJ\n",
        NEW.replace("E06000059", "Dorset Council"),
    ],
)
def test_a_look_up_that_is_none_is_told(tmp_path: Path, content: str) -> None:
    with pytest.raises(PlacesUnusable, match="postcode, lsoa and imd_decile"):
        read_places(written(tmp_path, content))
