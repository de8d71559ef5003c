"""What may be wrong with the rows of one kind of list: companies, copies handed out, letters, reports."""

from __future__ import annotations

from etl.problem_words.wording import Wording, wording

EVENTS: dict[str, Wording] = {
    "attended_none": wording(
        "La fila dice que asistieron 0 trabajadores: entonces la empresa no asistió.",
        "The row says that 0 workers attended: then the company did not attend.",
        "Escriba cuántos asistieron, o borre la fila.",
        "Write how many attended, or delete the row.",
    ),
    "size_without_year": wording(
        "Hay un tamaño de empresa sin el año al que corresponde.",
        "There is a size of the company without the year that it is of.",
        "Escriba el año, o deje los dos en blanco si la empresa no lo dice.",
        "Write the year, or leave both blank where the company does not say.",
    ),
    "year_without_size": wording(
        "Hay un año de tamaño y no hay tamaño.",
        "There is a year of a size and no size.",
        "Escriba el tamaño, o deje los dos en blanco.",
        "Write the size, or leave both blank.",
    ),
    "size_year_ahead": wording(
        "El año del tamaño, {found}, es posterior a la sesión.",
        "The year of the size, {found}, is after the session.",
        "Escriba el último año que se conocía el día de la sesión.",
        "Write the last year that was known on the day of the session.",
    ),
    "company_twice": wording(
        "La misma empresa ya está en la fila {other_row}, con la misma fecha y sesión.",
        "The same company already stands on row {other_row}, with the same date and session.",
        "Deje una sola fila, con todos sus trabajadores que asistieron.",
        "Leave one row, with all its workers who attended.",
    ),
    "company_differs": wording(
        "La fila {other_row} dice otra cosa de la misma empresa en esta columna.",
        "Row {other_row} says something else of the same company in this column.",
        "Escriba lo mismo en todas las filas de la empresa.",
        "Write the same in every row of the company.",
    ),
    "title_with_edition": wording(
        "El título «{found}» dice la edición o que es reimpresión: cada una contaría como otro título.",
        "The title “{found}” says its edition or that it is a reprint: each would count as another title.",
        "Deje solo el título; la edición y la reimpresión tienen su columna.",
        "Leave the title alone; edition and reprint have columns of their own.",
    ),
    "copies_none": wording(
        "La fila dice que se entregaron 0 ejemplares.",
        "The row says that 0 copies were handed out.",
        "Escriba cuántos se entregaron, o borre la fila.",
        "Write how many were handed out, or delete the row.",
    ),
    "letter_twice": wording(
        "La misma carta al mismo destinatario ya está en la fila {other_row}.",
        "The same letter to the same recipient already stands on row {other_row}.",
        "Deje una sola; si son dos cartas, escriba el número de cada una.",
        "Leave one; if they are two letters, write the number of each.",
    ),
    "letter_differs": wording(
        "La fila {other_row} tiene el mismo número de carta y dice otra cosa en esta columna.",
        "Row {other_row} has the same number of letter and says something else in this column.",
        "Si es la misma carta, escriba lo mismo; si son dos, corrija el número de una.",
        "If it is the same letter, write the same; if they are two, correct the number of one.",
    ),
    "recipient_differs": wording(
        "La fila {other_row} dice que el mismo destinatario es de otro tipo.",
        "Row {other_row} says that the same recipient is of another type.",
        "Escriba el mismo tipo en todas las filas del destinatario.",
        "Write the same type in every row of the recipient.",
    ),
    "stage_undated": wording(
        "El informe tiene varias filas y esta no dice en qué fecha llegó a la etapa.",
        "The report has several rows and this one does not say on which day the stage was reached.",
        "Escriba la fecha, o deje solo la última etapa.",
        "Write the date, or leave the last stage alone.",
    ),
    "stage_same_day": wording(
        "El informe está en dos etapas en la misma fecha: esta fila y la {other}.",
        "The report is at two stages on the same day: this row and row {other}.",
        "Deje la etapa con que terminó ese día.",
        "Leave the stage that the day ended with.",
    ),
    "stage_went_back": wording(
        "La etapa «{found}» es anterior a «{reached}», que la fila {other} da con una fecha más antigua.",
        "The stage “{found}” comes before “{reached}”, which row {other} gives with an earlier date.",
        "Corrija la etapa o la fecha de una de las dos filas.",
        "Correct the stage or the date of one of the two rows.",
    ),
}
