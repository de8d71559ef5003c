"""What may be wrong with a list of events: an attendance, a register of letters, copies handed out."""

from __future__ import annotations

from etl.problem_words.wording import Wording, wording

LISTS: dict[str, Wording] = {
    "once_missing": wording(
        "La primera fila no dice «{named}», que vale para todo el archivo.",
        "The first row does not say “{named}”, which holds for the whole file.",
        "Escríbalo en la primera fila de datos.",
        "Write it in the first row of data.",
    ),
    "once_differs": wording(
        "La fila dice «{found}» y la primera dice otra cosa; esta columna vale para todo el archivo.",
        "The row says “{found}” and the first one something else; this column holds for the whole file.",
        "Déjelo en blanco o igual que en la primera fila; si es otra entidad u otro trimestre, cargue otro archivo.",
        "Leave it blank or as in the first row; for another entity or quarter load another file.",
    ),
    "situation_without_indicator": wording(
        "La fila dice por qué no hay actividad, pero no de qué indicador.",
        "The row says why there is nothing, but not of which indicator.",
        "Escriba el código del indicador.",
        "Write the code of the indicator.",
    ),
    "situation_with_content": wording(
        "La fila dice «{found}» y además tiene datos de una actividad.",
        "The row says “{found}” and has data of an activity too.",
        "Si hubo actividad, borre la situación; si no, deje en blanco lo demás de la fila.",
        "If something was done, clear the situation; if not, leave the rest of the row blank.",
    ),
    "situation_against_rows": wording(
        "La fila dice «{found}» de un indicador que sí tiene filas en la lista.",
        "The row says “{found}” of an indicator that has rows in the list.",
        "Quite esta fila, o las del indicador.",
        "Take out this row, or those of the indicator.",
    ),
    "totals_row": wording(
        "La fila «{found}» parece la suma de la lista.",
        "The row “{found}” looks like the sum of the list.",
        "Bórrela: el sistema cuenta las filas.",
        "Delete it: the rows are counted by the system.",
    ),
    "date_of_other_quarter": wording(
        "La fecha {found} no es del trimestre {quarter} que dice la primera fila.",
        "The date {found} is not of the quarter {quarter} that the first row says.",
        "Corrija la fecha, o pase la fila al archivo del trimestre en que cae.",
        "Correct the date, or move the row to the file of the quarter in which it lies.",
    ),
    "document_type_unknown": wording(
        "«{found}» no es un tipo de documento conocido.",
        "“{found}” is no known type of document.",
        "Escriba uno de estos: {types}; o el código de un sistema con su nombre delante ({systems}).",
        "Write one of these: {types}; or the code of a system with its name before it ({systems}).",
    ),
    "document_system_missing": wording(
        "«{found}» es un código, y cada sistema del Estado tiene los suyos.",
        "“{found}” is a code, and each system of the State has its own.",
        "Escriba las letras del documento (CPP), o el código con el nombre del sistema delante: {systems}.",
        "Write the letters of the document (CPP), or the code with the name of its system before it: {systems}.",
    ),
    "document_not_yet": wording(
        "El {found} todavía no se emitía ningún {document}: empezó el {since}.",
        "On {found} no {document} was issued yet: it began on {since}.",
        "Corrija la fecha o el tipo de documento.",
        "Correct the date or the type of document.",
    ),
    "documents_unusable": wording(
        "{count} de {rows} filas no tienen un documento con número que sirva (filas {places}): cuentan como asistencia "
        "y como nadie.",
        "{count} of {rows} rows have no document with a usable number (rows {places}): they count as attendances and "
        "as nobody.",
        "Complete los números que pueda; si no hay más, una segunda persona lo confirma al dar la conformidad.",
        "Complete the numbers that you can; where there are no more, a second person confirms it on approval.",
    ),
    "list_twice": wording(
        "Es la misma lista que {other}.",
        "It is the same list as {other}.",
        "Quite una de las dos: sus filas se contarían dos veces.",
        "Leave one of them out: its rows would be counted twice.",
    ),
    "country_unknown": wording(
        "«{found}» no es un país conocido.",
        "“{found}” is no known country.",
        "Escriba su nombre en español o sus dos letras: Venezuela o VE.",
        "Write its name, or its two letters: Venezuela or VE.",
    ),
    "term_unknown": wording(
        "«{found}» no está en la lista del plan.",
        "“{found}” is not in the plan’s list.",
        "Use uno de estos: {terms}.",
        "Use one of these: {terms}.",
    ),
    "year_form": wording(
        "«{found}» no es un año.",
        "“{found}” is no year.",
        "Escriba cuatro cifras: 2025.",
        "Write four digits: 2025.",
    ),
    "ruc_form": wording(
        "«{found}» no es un número de RUC: son once cifras que empiezan en 10, 15, 16, 17 o 20.",
        "“{found}” is no taxpayer’s number (RUC): eleven digits that begin with 10, 15, 16, 17 or 20.",
        "Escríbalo completo, sin espacios ni guiones.",
        "Write all of it, without spaces or dashes.",
    ),
    "ruc_digit": wording(
        "«{found}» no es un RUC que exista: su última cifra no corresponde a las demás.",
        "“{found}” is no RUC that can exist: its last digit does not go with the others.",
        "Revise cifra por cifra; se confunden fácilmente dos vecinas.",
        "Check it digit by digit; two neighbours are easily swapped.",
    ),
}
