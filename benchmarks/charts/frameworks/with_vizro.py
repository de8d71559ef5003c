"""Vizro: a page with a line chart for each series and an AG Grid of their rows. `app` is served by gunicorn."""

import json
import os
from pathlib import Path

import pandas as pd
import vizro.models as vm
import vizro.plotly.express as px
from vizro import Vizro
from vizro.tables import dash_ag_grid

CONTENT = json.loads(Path(os.environ["BENCH_CONTENT"]).read_text(encoding="utf-8"))
ROWS = pd.DataFrame(
    [
        {"indicador": series["name"], "trimestre": quarter, "cartas": value, "total": total, "meta": series["target"]}
        for series in CONTENT["series"]
        for quarter, value, total in zip(series["quarters"], series["values"], series["totals"], strict=True)
    ]
)


def _chart(name: str) -> vm.Graph:
    of_series = ROWS[ROWS["indicador"] == name]
    return vm.Graph(figure=px.line(of_series, x="trimestre", y=["total", "meta"], title=name))


PAGE = vm.Page(
    title="Cartas enviadas",
    layout=vm.Flex(),
    components=[*(_chart(series["name"]) for series in CONTENT["series"]), vm.Table(figure=dash_ag_grid(ROWS))],
)
app = Vizro().build(vm.Dashboard(pages=[PAGE])).dash.server
