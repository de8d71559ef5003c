"""What may be wrong with what a row says, seen with the plan, with the other rows and with what is published."""

from __future__ import annotations

from etl.problem_words.wording import Wording, wording

ROWS: dict[str, Wording] = {
    "look_alike": wording(
        "«{found}» lleva un carácter que solo se parece al de un código: {name}.",
        "“{found}” has a character that only looks like a code's: {name}.",
        "Escriba el código de nuevo con el teclado: «{nearest}».",
        "Type the code again: “{nearest}”.",
    ),
    "register_unknown": wording(
        "«{found}» no está en los registros del plan.",
        "“{found}” is not in the plan’s registers.",
        "Use un código que exista; el más parecido es «{nearest}». Un archivo no crea códigos nuevos.",
        "Use a code that exists; the nearest is “{nearest}”. A file makes no new codes.",
    ),
    "register_cell": wording("{says_es}", "{says_en}", "{remedy_es}", "{remedy_en}"),
    "register_twice": wording(
        "La fila repite el registro de la fila {other}.",
        "The row repeats the register row of row {other}.",
        "Deje una sola.",
        "Leave one of them.",
    ),
    "register_nothing_new": wording(
        "Todo lo que dice el archivo ya está publicado.",
        "Everything that the file says is published already.",
        "No hace falta cargarlo. Si quería cambiar algo, revise que lo haya escrito.",
        "There is no need to load it. If you meant to change something, see that it is written.",
    ),
    "register_changed": wording(
        "La fila cambia lo que ya está publicado de «{found}» y la primera fila no dice por qué.",
        "The row changes what is published of “{found}” and the first row does not say why.",
        "Escriba en la primera fila la clase de cambio y el sustento.",
        "Write the class of change and the reason in the first row.",
    ),
    "entity_unknown": wording(
        "El plan no conoce la entidad «{found}».",
        "The plan knows no entity “{found}”.",
        "Use el código de la plantilla; el más parecido es «{nearest}».",
        "Use the template's code; the nearest is “{nearest}”.",
    ),
    "entity_mixed": wording(
        "La fila es de {found} y la primera del archivo, de {first}.",
        "The row is of {found}, the first one of the file of {first}.",
        "Cargue un archivo por entidad.",
        "Load one file for each entity.",
    ),
    "quarter_mixed": wording(
        "La fila es de {found} y la primera del archivo, de {first}.",
        "The row is of {found}, the first one of the file of {first}.",
        "Cargue un archivo por trimestre.",
        "Load one file for each quarter.",
    ),
    "quarter_not_ended": wording(
        "El trimestre {found} aún no concluye: termina el {end_es}.",
        "The quarter {found} has not ended: it ends on {end_en}.",
        "Espere a que concluya, o corrija el trimestre.",
        "Wait until it has ended, or correct the quarter.",
    ),
    "quarter_outside_plan": wording(
        "El trimestre {found} queda fuera del plan, que va de {start} a {end}.",
        "The quarter {found} is outside the plan, which runs from {start} to {end}.",
        "Corrija el trimestre.",
        "Correct the quarter.",
    ),
    "indicator_unknown": wording(
        "El plan no conoce el indicador «{found}».",
        "The plan knows no indicator “{found}”.",
        "Use los códigos de la plantilla; el más parecido es «{nearest}».",
        "Use the template's codes; the nearest is “{nearest}”.",
    ),
    "indicator_of_others": wording(
        "El indicador {found} no lo reporta {entity}, sino {reporters}.",
        "The indicator {found} is not reported by {entity} but by {reporters}.",
        "Quite la fila.",
        "Take the row out.",
    ),
    "indicator_of_other_job": wording(
        "El indicador {found} se carga con otro archivo ({other}).",
        "The indicator {found} is loaded by another file ({other}).",
        "Quite la fila y use la plantilla de ese trabajo.",
        "Take the row out and use that job's template.",
    ),
    "indicator_not_asked": wording(
        "El indicador {found} se reporta desde {since}, con el trabajo {other}; antes no se pide por archivo.",
        "The indicator {found} is reported from {since} on, by the job {other}; before, no file is asked for it.",
        "Quite la fila.",
        "Take the row out.",
    ),
    "indicator_taken_out": wording(
        "Del indicador {found} ya no se reporta: {act}, del {date}, lo sacó del curso ordinario.",
        "The indicator {found} is no longer reported: {act}, of {date}, took it out of the ordinary course.",
        "Quite la fila; si la cifra ya está publicada, retírela con «retirado», clase_de_cambio y sustento.",
        "Take the row out; a figure that is published is taken back with “retirado”, clase_de_cambio and sustento.",
    ),
    "indicator_missing": wording(
        "No hay ninguna fila del indicador {found} ({label_es}), que {entity} reporta.",
        "There is no row of the indicator {found} ({label_en}), which {entity} reports.",
        "Añada su fila con la cifra, o con «sin ejecución» o «sin información».",
        "Add its row with the figure, or with “sin ejecución” or “sin información”.",
    ),
    "name_differs": wording(
        "El nombre «{found}» no corresponde al indicador {indicator}, que es «{label_es}».",
        "The name “{found}” does not fit the indicator {indicator}, which is “{label_es}”.",
        "Revise si la fila se movió; corrija el código o el nombre.",
        "See whether the row was moved; correct the code or the name.",
    ),
    "duplicate": wording(
        "La fila repite la cifra de la fila {other} (mismo indicador, desagregación, categoría y paso).",
        "The row repeats the figure of row {other} (same indicator, split, category and step).",
        "Deje una sola.",
        "Keep one.",
    ),
    "dimension_not_allowed": wording(
        "El indicador {indicator} no se desagrega por «{found}»; se admite: {allowed}.",
        "The indicator {indicator} is not split by “{found}”; allowed: {allowed}.",
        "Quite la fila o corrija la dimensión.",
        "Take the row out or correct the dimension.",
    ),
    "category_unknown": wording(
        "«{found}» no es un código de la lista de «{dimension}».",
        "“{found}” is not a code of the list of “{dimension}”.",
        "Escriba el código; el más parecido es «{nearest}» ({title_es}). La lista está en la hoja «Listas».",
        "Write the code; the nearest is “{nearest}” ({title_en}). The list is in the sheet “Listas”.",
    ),
    "category_letters": wording(
        "«{found}» lleva una letra de otro alfabeto: {name}.",
        "“{found}” has a letter of another alphabet: {name}.",
        "Escriba la categoría de nuevo con el teclado.",
        "Type the category again.",
    ),
    "dimension_incomplete": wording(
        "Dimensión y categoría van juntas, y aquí falta una.",
        "Dimension and category go together, and one is missing here.",
        "Llene ambas, o ninguna si la fila es el total.",
        "Fill in both, or none where the row is the total.",
    ),
    "total_missing": wording(
        "Hay filas por «{dimension}» del indicador {indicator} y ninguna con su total.",
        "There are rows of the indicator {indicator} by “{dimension}” and none with its total.",
        "Añada la fila del total, con dimension y categoria en blanco.",
        "Add the row of the total, with dimension and categoria blank.",
    ),
    "parts_sum": wording(
        "Las partes por «{dimension}» suman {parts} y el total dice {found}; están en las filas {rows}.",
        "The parts by “{dimension}” add up to {parts} and the total says {found}; they are in rows {rows}.",
        "Corrija el total o las partes.",
        "Correct the total or the parts.",
    ),
    "parts_short": wording(
        "Las partes por «{dimension}» suman {parts}, menos que el total, {found}; están en las filas {rows}.",
        "The parts by “{dimension}” add up to {parts}, less than the total, {found}; they are in rows {rows}.",
        "Corrija el total o las partes, o añada la que falta.",
        "Correct the total or the parts, or add the one that is missing.",
    ),
    "part_over_total": wording(
        "El total {found} es menor que una de sus partes por «{dimension}»: {largest}, en la fila {row}.",
        "The total {found} is less than one of its parts by “{dimension}”: {largest}, in row {row}.",
        "Corrija el total o la parte.",
        "Correct the total or the part.",
    ),
    "figure_missing": wording(
        "No hay cifra ni se dice por qué.",
        "There is no figure, and it is not said why.",
        "Escriba la cifra en {wanted}, o elija «sin ejecución» o «sin información» en situacion.",
        "Write the figure in {wanted}, or choose “sin ejecución” or “sin información” in situacion.",
    ),
    "figure_unexpected": wording(
        "La fila dice «{situation}» y a la vez trae «{found}».",
        "The row says “{situation}” and still holds “{found}”.",
        "Borre el dato, o deje en blanco situacion.",
        "Delete the value, or leave situacion blank.",
    ),
    "column_not_for_kind": wording(
        "Esta columna no se llena en un indicador que es {kind_es}.",
        "This column is not for an indicator that is {kind_en}.",
        "Borre lo escrito en esta celda, sin quitar la columna; la cifra va en {wanted}.",
        "Clear this cell and keep the column; the figure goes in {wanted}.",
    ),
    "nothing_not_for_kind": wording(
        "«sin ejecución» no se dice de un nivel: una existencia o un índice siempre tiene un valor.",
        "“sin ejecución” cannot be said of a level: a stock or an index always has a value.",
        "Escriba el valor, o «sin información».",
        "Write the value, or “sin información”.",
    ),
    "so_far_range": wording(
        "El total a la fecha {found} no cabe entre {low} y {high}, según lo reportado por trimestre.",
        "The total so far {found} does not lie between {low} and {high}, which follow from the quarters reported.",
        "Revise el total: cada unidad se cuenta una vez desde el inicio.",
        "Check the total: each unit counts once since the start.",
    ),
    "so_far_low": wording(
        "El total a la fecha {found} es menor que {low}, lo ya alcanzado en {quarter}.",
        "The total so far {found} is below {low}, already reached in {quarter}.",
        "Un total de distintos no baja: corríjalo, o rectifique antes ese trimestre.",
        "A total of distinct units does not fall: correct it, or first correct that quarter.",
    ),
    "so_far_high": wording(
        "El total a la fecha {found} pasa de {high}, lo declarado después, en {quarter}.",
        "The total so far {found} is above {high}, declared later for {quarter}.",
        "Corríjalo, o rectifique antes ese trimestre.",
        "Correct it, or first correct that quarter.",
    ),
    "value_over_total": wording(
        "El valor {found} pasa de {high}, el total a la fecha publicado de {quarter}.",
        "The value {found} is above {high}, the total so far published for {quarter}.",
        "Corríjalo, o rectifique antes ese trimestre.",
        "Correct it, or first correct that quarter.",
    ),
    "stage_backwards": wording(
        "La etapa «{found}» retrocede: en {quarter} ya era «{reached}».",
        "The stage “{found}” goes back: in {quarter} it was already “{reached}”.",
        "Escriba la etapa alcanzada, o rectifique antes ese trimestre.",
        "Write the stage reached, or first correct that quarter.",
    ),
    "stage_ahead": wording(
        "La etapa «{found}» va más allá de «{reached}», lo publicado después, en {quarter}.",
        "The stage “{found}” goes beyond “{reached}”, published for the later {quarter}.",
        "Corrija la etapa, o rectifique antes ese trimestre.",
        "Correct the stage, or first correct that quarter.",
    ),
    "act_missing": wording(
        "La etapa «{stage}» necesita el acto que la respalda.",
        "The stage “{stage}” needs the act behind it.",
        "Escriba el acto con su número, o la etapa anterior.",
        "Write the act with its number, or the stage before.",
    ),
    "date_missing": wording(
        "Falta la fecha de lo que la fila declara.",
        "The date of what the row declares is missing.",
        "Escriba la fecha, por ejemplo 2026-09-30.",
        "Write the date, for example 2026-09-30.",
    ),
    "date_outside": wording(
        "La fecha {found} queda fuera de lo posible, de {start} a {end}.",
        "The date {found} is not possible: it must lie from {start} to {end}.",
        "Corrija la fecha, o reporte el hecho en su trimestre.",
        "Correct the date, or report the event in its own quarter.",
    ),
    "step_missing": wording(
        "Falta decir qué paso del programa se cumplió.",
        "Which step of the programme was done is missing.",
        "Escriba el código del paso; pasos de {indicator}: {steps}.",
        "Write the step's code; steps of {indicator}: {steps}.",
    ),
    "step_unknown": wording(
        "El programa {indicator} no tiene el paso «{found}».",
        "The programme {indicator} has no step “{found}”.",
        "Use uno de: {steps}.",
        "Use one of: {steps}.",
    ),
    "step_done": wording(
        "El paso {found} ya figura como cumplido en {quarter}.",
        "The step {found} stands as done in {quarter} already.",
        "Quite la fila.",
        "Take the row out.",
    ),
    "step_value": wording(
        "Un paso cumplido vale 1 y aquí dice «{found}».",
        "A step that was done counts 1, and this says “{found}”.",
        "Deje valor en blanco; si no se cumplió, elija «sin ejecución».",
        "Leave valor blank; where it was not done choose “sin ejecución”.",
    ),
    "ratio_incomplete": wording(
        "Una razón necesita numerador y denominador, y falta uno.",
        "A ratio needs numerator and denominator, and one is missing.",
        "Escriba ambos.",
        "Write both.",
    ),
    "denominator_zero": wording(
        "El denominador debe ser mayor que cero.",
        "The denominator must be above zero.",
        "Corríjalo, o elija «sin ejecución» si en el trimestre no hubo casos.",
        "Correct it, or choose “sin ejecución” where the quarter had no cases.",
    ),
    "evidence_incomplete": wording(
        "El medio de verificación está a medias: tipo y referencia van juntos.",
        "The evidence is half given: type and reference go together.",
        "Llene ambos, o borre los datos del medio de verificación.",
        "Fill in both, or clear what is said of the evidence.",
    ),
    "quarter_published": wording(
        "El trimestre {quarter} ya está publicado (publicación N.° {release}) con otras cifras.{free_es}",
        "The quarter {quarter} is published already (release {release}), with other figures.{free_en}",
        "Si el archivo es de otro trimestre, corríjalo; si corrige {quarter}, escriba clase_de_cambio y sustento: en "
        "una lista, en la primera fila; en el reporte trimestral, en cada fila que cambia.",
        "Where the file is of another quarter correct it; where it corrects {quarter} write clase_de_cambio and "
        "sustento: of a list in the first row, of a quarterly return in each row that changes.",
    ),
    "change_missing": wording(
        "La fila cambia lo publicado en la publicación N.° {release} y no dice por qué.",
        "The row changes what release {release} published and does not say why.",
        "Llene clase_de_cambio y sustento, o deje la fila como se publicó.",
        "Fill in clase_de_cambio and sustento, or leave the row as published.",
    ),
    "change_incomplete": wording(
        "Clase de cambio y sustento van juntos, y aquí falta uno.",
        "Class of change and reason go together, and one is missing here.",
        "Llene ambos.",
        "Fill in both.",
    ),
    "change_unneeded": wording(
        "La fila da una clase de cambio y no cambia nada publicado.",
        "The row gives a class of change and changes nothing published.",
        "Borre clase_de_cambio y sustento.",
        "Clear clase_de_cambio and sustento.",
    ),
    "left_out": wording(
        "De {found} ({label_es}) faltan cifras ya publicadas de este trimestre ({count}): {figures_es}.",
        "Of {found} ({label_en}) published figures of this quarter are missing ({count}): {figures_en}.",
        "Un reporte nuevo sustituye al anterior completo: añada sus filas; si una debe retirarse, con «retirado», "
        "clase_de_cambio y sustento.",
        "A new return replaces the whole one before: add their rows; to take one back, with “retirado”, "
        "clase_de_cambio and sustento.",
    ),
    "no_data_published": wording(
        "La fila dice «{found}» y su cifra está en la publicación N.° {release}.",
        "The row says “{found}” and its figure stands in release {release}.",
        "Escriba la cifra; si debe retirarse, elija «retirado» y llene clase_de_cambio y sustento.",
        "Write the figure; to take it back choose “retirado” and fill in clase_de_cambio and sustento.",
    ),
    "nothing_to_withdraw": wording(
        "La fila retira una cifra que no está publicada, o que ya se retiró.",
        "The row takes back a figure that is not published, or was taken back already.",
        "Quite la fila; si es la única del indicador, escriba «sin información» y borre clase_de_cambio y sustento.",
        "Take the row out; where it is the indicator's only one write “sin información” and clear clase_de_cambio and "
        "sustento.",
    ),
}
