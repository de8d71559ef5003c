"""What may be wrong with a file or a sheet as a whole, its header, and its rows and columns as they stand."""

from __future__ import annotations

from etl.problem_words.wording import Wording, wording

_SAVE_XLSX = "Guárdelo como «Libro de Excel (.xlsx)» o como «CSV UTF-8» y vuelva a cargarlo."
_SAVE_XLSX_EN = "Save it as “Excel Workbook (.xlsx)” or as “CSV UTF-8” and load it again."

FILES: dict[str, Wording] = {
    "file_empty": wording(
        "El archivo está vacío.",
        "The file is empty.",
        "Descargue la plantilla, llénela y cárguela.",
        "Download the template, fill it in and load it.",
    ),
    "file_too_large": wording(
        "El archivo pesa {size} MB; el máximo es {limit} MB.",
        "The file has {size} MB; the most is {limit} MB.",
        "Copie las filas en una plantilla nueva, sin imágenes ni otras hojas.",
        "Copy the rows into a new template, without pictures or other sheets.",
    ),
    "file_too_heavy": wording(
        "Leer el archivo pide más memoria o más tiempo de lo que se admite.",
        "Reading the file takes more memory or more time than is allowed.",
        "Divídalo en varios, o copie las filas en un libro nuevo y guárdelo.",
        "Split it into several, or copy the rows into a new workbook and save that.",
    ),
    "file_unreadable": wording(
        "El archivo no se pudo leer ({kind}).",
        "The file could not be read ({kind}).",
        "Copie las filas en un archivo nuevo; si sigue igual, avise a quien atiende el sistema.",
        "Copy the rows into a new file; if that does not help tell whoever looks after the system.",
    ),
    "old_excel": wording(
        "Es un libro de Excel 97-2003 (.xls).", "It is an Excel 97-2003 workbook (.xls).", _SAVE_XLSX, _SAVE_XLSX_EN
    ),
    "encrypted": wording(
        "El libro está protegido con contraseña de apertura.",
        "The workbook is encrypted with a password.",
        "En Excel: Archivo, Información, Proteger libro, Cifrar con contraseña; borre la contraseña y guarde.",
        "In Excel: File, Info, Protect Workbook, Encrypt with Password; clear the password and save.",
    ),
    "macro_workbook": wording("El libro contiene macros.", "The workbook holds macros.", _SAVE_XLSX, _SAVE_XLSX_EN),
    "binary_workbook": wording(
        "Es un libro binario de Excel (.xlsb).",
        "It is a binary Excel workbook (.xlsb).",
        _SAVE_XLSX,
        _SAVE_XLSX_EN,
    ),
    "open_document": wording(
        "Es un documento OpenDocument que no es una hoja de cálculo (.odt, .odp).",
        "It is an OpenDocument file that is no spreadsheet (.odt, .odp).",
        "Guarde las filas como hoja de cálculo (.ods o .xlsx) con la plantilla.",
        "Save the rows as a spreadsheet (.ods or .xlsx) with the template.",
    ),
    "pdf": wording(
        "Es un PDF, sea cual sea el nombre del archivo.",
        "It is a PDF, whatever the file is called.",
        "Cargue el libro o el CSV del que se hizo el PDF.",
        "Load the workbook or CSV file from which the PDF was made.",
    ),
    "not_a_table": wording(
        "El contenido no es un libro de Excel ni un CSV, sea cual sea el nombre del archivo.",
        "The content is neither an Excel workbook nor a CSV file, whatever the file is called.",
        _SAVE_XLSX,
        _SAVE_XLSX_EN,
    ),
    "archive_unsafe": wording(
        "El libro no se abrió, por seguridad: {reason_es}.",
        "The workbook was not opened, for safety: {reason_en}.",
        "Copie las filas en una plantilla nueva y cárguela.",
        "Copy the rows into a new template and load that.",
    ),
    "workbook_unreadable": wording(
        "El libro está dañado o no sigue el formato de Excel.",
        "The workbook is damaged or does not follow Excel's format.",
        "Ábralo en Excel, guárdelo de nuevo como .xlsx y cárguelo.",
        "Open it in Excel, save it again as .xlsx and load it.",
    ),
    "external_link": wording(
        "El libro está vinculado a otros archivos.",
        "The workbook is linked to other files.",
        "En Excel: Datos, Editar vínculos, Romper vínculo; guarde y vuelva a cargarlo.",
        "In Excel: Data, Edit Links, Break Link; save and load it again.",
    ),
    "sheet_missing": wording(
        "No está la hoja «{sheet}»; el libro tiene: {sheets}.",
        "There is no sheet “{sheet}”; the workbook has: {sheets}.",
        "Use la plantilla y no cambie el nombre de la hoja.",
        "Use the template and keep the sheet's name.",
    ),
    "hidden_sheet": wording(
        "La hoja «{found}» está oculta y tiene datos.",
        "The sheet “{found}” is hidden and holds data.",
        "Muéstrela para revisarla, o elimínela.",
        "Show it to check it, or delete it.",
    ),
    "second_return": wording(
        "La hoja «{found}» parece otro reporte, y de un libro se toma uno solo.",
        "The sheet “{found}” looks like another return, and one workbook holds one.",
        "Elimínela, o cárguela en un archivo aparte.",
        "Delete it, or load it as a file of its own.",
    ),
    "hidden_row": wording(
        "La fila está oculta o filtrada y tiene datos.",
        "The row is hidden or filtered and holds data.",
        "Quite el filtro y muestre las filas, o elimine la fila.",
        "Clear the filter and show the rows, or delete the row.",
    ),
    "hidden_column": wording(
        "La columna está oculta y tiene datos.",
        "The column is hidden and holds data.",
        "Muéstrela para revisarla.",
        "Show it to check it.",
    ),
    "merged_cells": wording(
        "Las celdas {found} están combinadas: no se sabe a qué fila pertenece el dato.",
        "The cells {found} are merged: which row the value belongs to cannot be known.",
        "Separe las celdas y escriba el dato en cada fila.",
        "Unmerge the cells and write the value in each row.",
    ),
    "encoding": wording(
        "El archivo no está en UTF-8, sino al parecer en {found}: las tildes y la ñ se perderían.",
        "The file is not in UTF-8 but, it seems, in {found}: accents and ñ would be lost.",
        "En Excel: Guardar como, «CSV UTF-8 (delimitado por comas)».",
        "In Excel: Save As, “CSV UTF-8 (Comma delimited)”.",
    ),
    "encoding_assumed": wording(
        "El archivo no dice su codificación; se leyó como Windows-1252 (ANSI). Por ejemplo: {found}.",
        "The file does not say its encoding; it was read as Windows-1252 (ANSI). For example: {found}.",
        "Si las tildes y la ñ se leen bien, una segunda persona lo confirma al dar la conformidad; si no, guárdelo "
        "como «CSV UTF-8 (delimitado por comas)».",
        "Where accents and ñ read right, a second person confirms it when approving; else save it as “CSV UTF-8 (Comma "
        "delimited)”.",
    ),
    "control_character": wording(
        "Hay un carácter de control ({found}).",
        "There is a control character ({found}).",
        "Borre el contenido y escríbalo de nuevo.",
        "Delete the content and type it again.",
    ),
    "line_end": wording(
        "Un fin de línea antiguo (CR solo) hace dudar de dónde termina la fila.",
        "An old line end (CR alone) leaves open where the row ends.",
        "Guarde el archivo como «CSV UTF-8 (delimitado por comas)».",
        "Save the file as “CSV UTF-8 (Comma delimited)”.",
    ),
    "quote": wording(
        "Una comilla no cierra, o está en medio de una celda sin comillas.",
        "A quote is not closed, or stands inside a cell that is not quoted.",
        "Encierre la celda entre comillas y duplique las de adentro, o quítelas.",
        "Quote the whole cell and double the quotes inside it, or take them out.",
    ),
    "cell_too_long": wording(
        "Una celda de esta fila o de las que siguen tiene más texto que el que cabe en una hoja.",
        "A cell of this row or of those after it holds more text than a sheet takes.",
        "Vea si falta una comilla o un fin de línea; acorte el texto.",
        "See whether a quote or a line end is missing; shorten the text.",
    ),
    "row_length": wording(
        "La fila tiene {found} celdas y el encabezado {expected}.",
        "The row has {found} cells and the header {expected}.",
        "Revise comas o comillas de más o de menos en la fila.",
        "Look for a comma or a quote too many or too few in the row.",
    ),
    "header_missing": wording(
        "No se encontró el encabezado; la primera fila dice «{found}».",
        "There is no header; the first row says “{found}”.",
        "La primera fila debe llevar los nombres de columna de la plantilla, separados por coma o punto y coma: "
        "{expected}",
        "The first row must hold the template's column names, separated by commas or semicolons: {expected}",
    ),
    "column_missing": wording(
        "Falta la columna «{found}».",
        "The column “{found}” is missing.",
        "Añádala al encabezado, aunque quede en blanco.",
        "Add it to the header, even if it stays blank.",
    ),
    "column_unknown": wording(
        "La columna «{found}» no es de este reporte.",
        "The column “{found}” is not part of this return.",
        "Quítela o corrija su nombre; el más parecido es «{nearest}».",
        "Take it out or correct its name; the nearest is “{nearest}”.",
    ),
    "column_twice": wording(
        "La columna «{found}» está dos veces.",
        "The column “{found}” is there twice.",
        "Deje una sola.",
        "Keep one.",
    ),
    "column_blank": wording(
        "Una columna con datos no tiene nombre.",
        "A column with data has no name.",
        "Póngale su nombre o bórrela.",
        "Name it or delete it.",
    ),
    "personal_column": wording(
        "La columna «{found}» parece contener datos de personas, que aquí no se reciben.",
        "The column “{found}” seems to hold data of persons, which is not taken here.",
        "Elimínela: para contar no hace falta. Nada del archivo se ha guardado.",
        "Delete it: counting does not need it. Nothing of the file was kept.",
    ),
    "row_above_header": wording(
        "Hay una fila con datos encima del encabezado.",
        "A row with data stands above the header.",
        "Póngala debajo del encabezado, o elimínela.",
        "Put it below the header, or delete it.",
    ),
    "no_rows": wording(
        "No hay filas debajo del encabezado.",
        "There are no rows below the header.",
        "Escriba al menos una fila por indicador.",
        "Write at least one row for each indicator.",
    ),
    "too_many_rows": wording(
        "La hoja llega hasta la fila {found}; el máximo es {limit}.",
        "The sheet reaches down to row {found}; the most is {limit}.",
        "Elimine las filas en blanco o sobrantes que siguen a los datos.",
        "Delete the blank or spare rows after the data.",
    ),
    "too_many_columns": wording(
        "La hoja tiene {found} columnas; el máximo es {limit}.",
        "The sheet has {found} columns; the most is {limit}.",
        "Elimine las columnas que no son de la plantilla.",
        "Delete the columns that are not the template's.",
    ),
}
