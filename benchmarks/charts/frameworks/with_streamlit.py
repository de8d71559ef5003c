"""Streamlit: a heading, then for each series a metric, a line chart of its own kind and its rows in one table."""

import json
import os
from pathlib import Path

import pandas as pd
import streamlit as st

CONTENT = json.loads(Path(os.environ["BENCH_CONTENT"]).read_text(encoding="utf-8"))

st.set_page_config(page_title="Cartas", layout="wide")
st.title("Cartas enviadas")
for series in CONTENT["series"]:
    st.subheader(series["name"])
    st.metric("Total", series["totals"][-1], f"meta {series['target']}")
    totals = pd.DataFrame({"total": series["totals"], "meta": series["target"]}, index=series["quarters"])
    st.line_chart(totals)
rows = [
    {"indicador": series["name"], "trimestre": quarter, "cartas": value, "total": total}
    for series in CONTENT["series"]
    for quarter, value, total in zip(series["quarters"], series["values"], series["totals"], strict=True)
]
st.dataframe(pd.DataFrame(rows))
