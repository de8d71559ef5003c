"""What is taken and yet has to be confirmed: figures out of line with what is published."""

from __future__ import annotations

from etl.problem_words.wording import Wording, wording

_CONFIRM = "Revíselo: si es correcto, una segunda persona lo confirma al dar la conformidad; si no, corríjalo."
_CONFIRM_EN = "Check it: where it is right a second person confirms it when approving; else correct it."

DOUBTS: dict[str, Wording] = {
    "value_leap": wording(
        "El valor {found} es {times} veces lo publicado de {quarter}, {before}.",
        "The value {found} is {times} times what is published for {quarter}, {before}.",
        _CONFIRM,
        _CONFIRM_EN,
    ),
    "value_fall": wording(
        "La fila dice «{found}» después de trimestres parejos ({before}).",
        "The row says “{found}” after steady quarters ({before}).",
        _CONFIRM,
        _CONFIRM_EN,
    ),
    "later_total": wording(
        "Con este cambio, el total a la fecha publicado de {quarter}, {high}, pasa de la suma de sus partes, {most}.",
        "With this change the total so far published for {quarter}, {high}, is above the sum of its parts, {most}.",
        "Revíselo; si es correcto, rectifique después también el total de {quarter}.",
        "Check it; where it is right, correct the total of {quarter} afterwards.",
    ),
    "same_again": wording(
        "Todas las cifras son las mismas que las publicadas de {last}.",
        "All figures are the same as those published for {last}.",
        "Revise si es el archivo de ese trimestre; si no lo es, una segunda persona lo confirma al dar la conformidad.",
        "See whether it is that quarter's file; where it is not, a second person confirms it when approving.",
    ),
}
