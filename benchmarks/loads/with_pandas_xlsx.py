"""pandas with calamine: a workbook's sheet as a data frame of texts, unchecked."""

from __future__ import annotations

import pandas as pd


def load(path: str, sheet: str) -> int:
    """Read the sheet of the workbook at `path`; how many rows it has."""
    return len(pd.read_excel(path, sheet_name=sheet, dtype=str, engine="calamine"))
