"""What a return says, and the ways in which it reaches the store: a CSV file, the same content in another form, a
workbook, drafts."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from etl.rules.columns import HEADER
from indicators.drafts import FigureDraft, ReturnDraft, Warned
from indicators.periods import Quarter
from indicators.plan import Stage
from tests.etl.files import csv_file, workbook
from tests.stores import COUNT, DISTINCT, REPORT, draft

UNUSUAL = Warned("value_high", "El valor se sale de lo usual.", "The value is out of line.")
WHY = ("correction", "una lista contada dos veces")
NORTH, SOUTH = "04", "06"


class Part(NamedTuple):
    """Which figure of a return."""

    indicator: str
    category: str = ""

    @property
    def dimension(self) -> str:
        return "region" if self.category else ""


@dataclass(frozen=True)
class Said:
    """What a figure says; `erased` where the law has taken it out."""

    value: int | None = None
    nothing: bool = False
    stage: bool = False
    withdrawn: bool = False
    evidence: bool = False
    erased: bool = False


Content = Mapping[Part, Said]
GONE = Said(withdrawn=True)
WITHOUT_INFORMATION: Said | None = None


def rows_of(entity: str, quarter: Quarter, content: Content, *, why: frozenset[Part]) -> list[dict[str, object]]:
    """The rows of a file that says `content`; those of `why` give a class and a reason. An indicator that the entity
    reports and of which nothing is said is said to be without information."""
    rows = [_row(entity, quarter, part, said, why=part in why) for part, said in content.items()]
    due = (COUNT, DISTINCT, REPORT) if entity == "MIN" else (COUNT,)
    for code in due:
        if Part(code) not in content:
            rows.append(_head(entity, quarter, Part(code)) | {"situacion": "sin información"})
    return rows


def _head(entity: str, quarter: Quarter, part: Part) -> dict[str, object]:
    return {
        "entidad": entity, "trimestre": str(quarter).replace("Q", "T"), "indicador": part.indicator,
        "dimension": part.dimension, "categoria": part.category,
    }  # fmt: skip


def _row(entity: str, quarter: Quarter, part: Part, said: Said, *, why: bool) -> dict[str, object]:
    row = _head(entity, quarter, part)
    if said.withdrawn:
        row["situacion"] = "retirado"
    elif said.nothing:
        row["situacion"] = "sin ejecución"
    elif said.stage:
        row["etapa"] = "en revisión"
    else:
        row["valor"] = said.value
    if said.evidence:
        row |= {"medio_tipo": "informe", "medio_referencia": "Informe 1"}
    if why:
        row |= {"clase_de_cambio": "rectificación", "sustento": WHY[1]}
    return row


def as_csv(rows: Sequence[dict[str, object]]) -> bytes:
    return csv_file(*rows)


def other_forms(rows: Sequence[dict[str, object]]) -> dict[str, bytes]:
    """The same return as other people would send it: by file name."""
    backwards = list(reversed(rows))
    return {
        "filas.csv": csv_file(*backwards, header=tuple(reversed(HEADER)), delimiter=";"),
        "utf16.csv": csv_file(*rows).decode().encode("utf-16"),
        "libro.xlsx": workbook(*backwards),
    }


def broken(kind: int, rows: Sequence[dict[str, object]]) -> bytes:
    """A file that no check lets pass."""
    first, *others = rows
    wrong: list[bytes] = [
        b"",
        b"PK\x03\x04 no workbook",
        csv_file(first | {"valor": "12 aprox", "etapa": "", "situacion": ""}, *others),
        csv_file(first | {"indicador": "9.9.p9.z"}, *others),
        csv_file(first, first, *others),
    ]
    return wrong[kind % len(wrong)]


def as_draft(
    entity: str, quarter: Quarter, content: Content, *, why: frozenset[Part], unusual: bool = False
) -> ReturnDraft:
    """The content as a draft, past the checks of a job; an `unusual` one has a warning, and a file that is not kept."""
    made = draft(
        *(_figure(quarter, part, said, why=part in why) for part, said in content.items()),
        entity=entity,
        quarter=str(quarter),
    )
    return replace(made, warnings=(UNUSUAL,), kept=False, file_content=b"") if unusual else made


def _figure(quarter: Quarter, part: Part, said: Said, *, why: bool) -> FigureDraft:
    return FigureDraft(
        indicator=part.indicator,
        quarter=quarter,
        dimension=part.dimension,
        category=part.category,
        value=None if said.value is None else Decimal(said.value),
        nothing=said.nothing,
        stage=Stage.IN_REVIEW if said.stage else None,
        withdrawn=said.withdrawn,
        evidence_kind="informe" if said.evidence else "",
        evidence_reference="Informe 1" if said.evidence else "",
        change=WHY[0] if why else "",
        reason=WHY[1] if why else "",
        sheet="Reporte",
        row=2,
        column="valor",
        raw=(("valor", str(said.value)),),
    )


def cell(content: bytes, row: int, column: str) -> str | None:
    """What a CSV file holds in `row` (the header is 1) under `column`; None where it is no CSV file of ours."""
    for coding in ("utf-8", "utf-16"):
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        for delimiter in (",", ";"):
            lines = list(csv.reader(io.StringIO(text), delimiter=delimiter))
            if lines and column in lines[0]:
                return lines[row - 1][lines[0].index(column)]
    return None
