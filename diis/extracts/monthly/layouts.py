"""The national layouts by their ids."""

from diis.extracts.monthly.contract import Layout
from diis.extracts.monthly.csds import CSDS_1_6
from diis.extracts.monthly.mhsds import MHSDS_6

LAYOUTS: dict[str, Layout] = {layout.id: layout for layout in (MHSDS_6, CSDS_1_6)}
