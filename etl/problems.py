"""What is wrong with a file, cell by cell: the catalogue of problems in Spanish and English, as text and as JSON.

A job never stops at the first problem. Each one names its cell as its reader knows it (`Reporte!F12` in a workbook,
`fila 12, columna valor` in a CSV file), what was found there and what to do. Wordings are data; nothing here reads.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from etl.columns import Words

SHOWN_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Wording:
    """What a code says and what to do about it; `{fact}` stands for a fact of the problem, `{found}` for its cell."""

    says: Words
    remedy: Words


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `row` 0 is the whole file or sheet; `letter` is a workbook's column letter, `column` its name.

    `facts` fill the wording; a value of the file among them is shown escaped and cut to 60 characters.
    """

    code: str
    sheet: str = ""
    row: int = 0
    letter: str = ""
    column: str = ""
    found: str = ""
    facts: tuple[tuple[str, str], ...] = ()

    def place(self, lang: str = "es") -> str:
        """Where it is: `Reporte!F12 (valor)`, `fila 12, columna valor`, `archivo`."""
        row, column, file = ("row", "column", "file") if lang == "en" else ("fila", "columna", "archivo")
        if self.sheet and self.letter and self.row:
            sheet = self.sheet if self.sheet.isalnum() else f"'{self.sheet}'"
            return f"{sheet}!{self.letter}{self.row}" + (f" ({self.column})" if self.column else "")
        parts = [self.sheet] if self.sheet else []
        parts += [f"{row} {self.row}"] if self.row else []
        parts += [f"{column} {self.column or self.letter}"] if self.column or self.letter else []
        return ", ".join(parts) or file

    def message(self, lang: str = "es") -> str:
        """What is wrong, in one sentence."""
        return self._filled(CATALOGUE[self.code].says, lang)

    def remedy(self, lang: str = "es") -> str:
        """What to do about it, in one sentence."""
        return self._filled(CATALOGUE[self.code].remedy, lang)

    def text(self, lang: str = "es") -> str:
        """Place, message and remedy on one line."""
        return f"{self.place(lang)}: {self.message(lang)} {self.remedy(lang)}"

    def as_json(self) -> dict[str, object]:
        """Plain values in both languages, for `--json` and pages."""
        return {
            "code": self.code,
            "sheet": self.sheet,
            "row": self.row,
            "letter": self.letter,
            "column": self.column,
            "found": shown(self.found),
            "place": {lang: self.place(lang) for lang in ("es", "en")},
            "message": {lang: self.message(lang) for lang in ("es", "en")},
            "remedy": {lang: self.remedy(lang) for lang in ("es", "en")},
        }

    def _filled(self, words: Words, lang: str) -> str:
        facts = {key: shown(value, limit=400) for key, value in self.facts}
        return words.of(lang).format_map({"found": shown(self.found), **facts})


def kind_in_words(code: str, lang: str = "es") -> str:
    """What a kind of problem says, whatever the cell: `…` stands for what was found. A code of an older catalogue is
    its own words."""
    if code not in CATALOGUE:
        return code
    return CATALOGUE[code].says.of(lang).format_map(defaultdict(lambda: "…"))


def shown(text: str, *, limit: int = SHOWN_LENGTH) -> str:
    """`text` safe to show on one line: what cannot be seen is written as its code point, what is long is cut."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    return "".join(c if c == " " or _visible(c) else f"<U+{ord(c):04X}>" for c in cut)


def _visible(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """By place: the file first, then sheet, row and column as they stand; each once."""
    seen = dict.fromkeys(problems)
    return tuple(sorted(seen, key=lambda p: (p.row > 0, p.sheet, p.row, len(p.letter), p.letter)))


def _wording(es: str, en: str, do_es: str, do_en: str) -> Wording:
    return Wording(Words(es, en), Words(do_es, do_en))


_SAVE_XLSX = "Guárdelo como «Libro de Excel (.xlsx)» o como «CSV UTF-8» y vuelva a cargarlo."
_SAVE_XLSX_EN = "Save it as “Excel Workbook (.xlsx)” or as “CSV UTF-8” and load it again."
_NUMBER = "Escriba solo cifras, por ejemplo 1234 o 1,234."
_NUMBER_EN = "Write digits only, for example 1234 or 1,234."

_FILES: dict[str, Wording] = {
    "file_empty": _wording(
        "El archivo está vacío.",
        "The file is empty.",
        "Descargue la plantilla, llénela y cárguela.",
        "Download the template, fill it in and load it.",
    ),
    "file_too_large": _wording(
        "El archivo pesa {size} MB; el máximo es {limit} MB.",
        "The file has {size} MB; the most is {limit} MB.",
        "Copie las filas en una plantilla nueva, sin imágenes ni otras hojas.",
        "Copy the rows into a new template, without pictures or other sheets.",
    ),
    "old_excel": _wording(
        "Es un libro de Excel 97-2003 (.xls).", "It is an Excel 97-2003 workbook (.xls).", _SAVE_XLSX, _SAVE_XLSX_EN
    ),
    "encrypted": _wording(
        "El libro está protegido con contraseña de apertura.",
        "The workbook is encrypted with a password.",
        "En Excel: Archivo, Información, Proteger libro, Cifrar con contraseña; borre la contraseña y guarde.",
        "In Excel: File, Info, Protect Workbook, Encrypt with Password; clear the password and save.",
    ),
    "macro_workbook": _wording(
        "El libro contiene macros (.xlsm).", "The workbook holds macros (.xlsm).", _SAVE_XLSX, _SAVE_XLSX_EN
    ),
    "binary_workbook": _wording(
        "Es un libro binario de Excel (.xlsb).",
        "It is a binary Excel workbook (.xlsb).",
        _SAVE_XLSX,
        _SAVE_XLSX_EN,
    ),
    "open_document": _wording(
        "Es un documento OpenDocument (.ods), que esta versión no lee.",
        "It is an OpenDocument file (.ods), which this version does not read.",
        _SAVE_XLSX,
        _SAVE_XLSX_EN,
    ),
    "pdf": _wording(
        "Es un PDF, sea cual sea el nombre del archivo.",
        "It is a PDF, whatever the file is called.",
        "Cargue el libro o el CSV del que se hizo el PDF.",
        "Load the workbook or CSV file from which the PDF was made.",
    ),
    "not_a_table": _wording(
        "El contenido no es un libro de Excel ni un CSV, sea cual sea el nombre del archivo.",
        "The content is neither an Excel workbook nor a CSV file, whatever the file is called.",
        _SAVE_XLSX,
        _SAVE_XLSX_EN,
    ),
    "archive_unsafe": _wording(
        "El libro no se abrió, por seguridad: {reason_es}.",
        "The workbook was not opened, for safety: {reason_en}.",
        "Copie las filas en una plantilla nueva y cárguela.",
        "Copy the rows into a new template and load that.",
    ),
    "workbook_unreadable": _wording(
        "El libro está dañado o no sigue el formato de Excel.",
        "The workbook is damaged or does not follow Excel's format.",
        "Ábralo en Excel, guárdelo de nuevo como .xlsx y cárguelo.",
        "Open it in Excel, save it again as .xlsx and load it.",
    ),
    "external_link": _wording(
        "El libro está vinculado a otros archivos.",
        "The workbook is linked to other files.",
        "En Excel: Datos, Editar vínculos, Romper vínculo; guarde y vuelva a cargarlo.",
        "In Excel: Data, Edit Links, Break Link; save and load it again.",
    ),
    "sheet_missing": _wording(
        "No está la hoja «{sheet}»; el libro tiene: {sheets}.",
        "There is no sheet “{sheet}”; the workbook has: {sheets}.",
        "Use la plantilla y no cambie el nombre de la hoja.",
        "Use the template and keep the sheet's name.",
    ),
    "hidden_sheet": _wording(
        "La hoja «{found}» está oculta y tiene datos.",
        "The sheet “{found}” is hidden and holds data.",
        "Muéstrela para revisarla, o elimínela.",
        "Show it to check it, or delete it.",
    ),
    "second_return": _wording(
        "La hoja «{found}» parece otro reporte, y de un libro se toma uno solo.",
        "The sheet “{found}” looks like another return, and one workbook holds one.",
        "Elimínela, o cárguela en un archivo aparte.",
        "Delete it, or load it as a file of its own.",
    ),
    "hidden_row": _wording(
        "La fila está oculta o filtrada y tiene datos.",
        "The row is hidden or filtered and holds data.",
        "Quite el filtro y muestre las filas, o elimine la fila.",
        "Clear the filter and show the rows, or delete the row.",
    ),
    "hidden_column": _wording(
        "La columna está oculta y tiene datos.",
        "The column is hidden and holds data.",
        "Muéstrela para revisarla.",
        "Show it to check it.",
    ),
    "merged_cells": _wording(
        "Las celdas {found} están combinadas: no se sabe a qué fila pertenece el dato.",
        "The cells {found} are merged: which row the value belongs to cannot be known.",
        "Separe las celdas y escriba el dato en cada fila.",
        "Unmerge the cells and write the value in each row.",
    ),
    "encoding": _wording(
        "El archivo no está en UTF-8, sino al parecer en {found}: las tildes y la ñ se perderían.",
        "The file is not in UTF-8 but, it seems, in {found}: accents and ñ would be lost.",
        "En Excel: Guardar como, «CSV UTF-8 (delimitado por comas)».",
        "In Excel: Save As, “CSV UTF-8 (Comma delimited)”.",
    ),
    "control_character": _wording(
        "Hay un carácter de control ({found}).",
        "There is a control character ({found}).",
        "Borre el contenido y escríbalo de nuevo.",
        "Delete the content and type it again.",
    ),
    "line_end": _wording(
        "Un fin de línea antiguo (CR solo) hace dudar de dónde termina la fila.",
        "An old line end (CR alone) leaves open where the row ends.",
        "Guarde el archivo como «CSV UTF-8 (delimitado por comas)».",
        "Save the file as “CSV UTF-8 (Comma delimited)”.",
    ),
    "quote": _wording(
        "Una comilla no cierra, o está en medio de una celda sin comillas.",
        "A quote is not closed, or stands inside a cell that is not quoted.",
        "Encierre la celda entre comillas y duplique las de adentro, o quítelas.",
        "Quote the whole cell and double the quotes inside it, or take them out.",
    ),
    "row_length": _wording(
        "La fila tiene {found} celdas y el encabezado {expected}.",
        "The row has {found} cells and the header {expected}.",
        "Revise comas o comillas de más o de menos en la fila.",
        "Look for a comma or a quote too many or too few in the row.",
    ),
    "header_missing": _wording(
        "No se encontró el encabezado; la primera fila dice «{found}».",
        "There is no header; the first row says “{found}”.",
        "La primera fila debe llevar los nombres de columna de la plantilla, separados por coma o punto y coma: "
        "{expected}",
        "The first row must hold the template's column names, separated by commas or semicolons: {expected}",
    ),
    "column_missing": _wording(
        "Falta la columna «{found}».",
        "The column “{found}” is missing.",
        "Añádala al encabezado, aunque quede en blanco.",
        "Add it to the header, even if it stays blank.",
    ),
    "column_unknown": _wording(
        "La columna «{found}» no es de este reporte.",
        "The column “{found}” is not part of this return.",
        "Quítela o corrija su nombre; el más parecido es «{nearest}».",
        "Take it out or correct its name; the nearest is “{nearest}”.",
    ),
    "column_twice": _wording(
        "La columna «{found}» está dos veces.",
        "The column “{found}” is there twice.",
        "Deje una sola.",
        "Keep one.",
    ),
    "column_blank": _wording(
        "Una columna con datos no tiene nombre.",
        "A column with data has no name.",
        "Póngale su nombre o bórrela.",
        "Name it or delete it.",
    ),
    "personal_column": _wording(
        "La columna «{found}» parece contener datos de personas, que aquí no se reciben.",
        "The column “{found}” seems to hold data of persons, which is not taken here.",
        "Elimínela: este reporte lleva solo totales. Nada del archivo se ha guardado.",
        "Delete it: this return holds totals only. Nothing of the file was kept.",
    ),
    "row_above_header": _wording(
        "Hay una fila con datos encima del encabezado.",
        "A row with data stands above the header.",
        "Póngala debajo del encabezado, o elimínela.",
        "Put it below the header, or delete it.",
    ),
    "no_rows": _wording(
        "No hay filas debajo del encabezado.",
        "There are no rows below the header.",
        "Escriba al menos una fila por indicador.",
        "Write at least one row for each indicator.",
    ),
    "too_many_rows": _wording(
        "La hoja llega hasta la fila {found}; el máximo es {limit}.",
        "The sheet reaches down to row {found}; the most is {limit}.",
        "Elimine las filas en blanco o sobrantes que siguen a los datos.",
        "Delete the blank or spare rows after the data.",
    ),
    "too_many_columns": _wording(
        "La hoja tiene {found} columnas; el máximo es {limit}.",
        "The sheet has {found} columns; the most is {limit}.",
        "Elimine las columnas que no son de la plantilla.",
        "Delete the columns that are not the template's.",
    ),
}

_CELLS: dict[str, Wording] = {
    "cell_error": _wording(
        "La celda muestra el error {found}.",
        "The cell shows the error {found}.",
        "Corrija la fórmula o escriba el dato.",
        "Correct the formula or write the value.",
    ),
    "formula_unsaved": _wording(
        "La celda tiene una fórmula sin resultado guardado ({found}).",
        "The cell has a formula without a saved result ({found}).",
        "Abra el libro en Excel y guárdelo, o escriba el dato.",
        "Open the workbook in Excel and save it, or write the value.",
    ),
    "formula_external": _wording(
        "La fórmula trae datos de fuera del libro ({found}).",
        "The formula brings data from outside the workbook ({found}).",
        "Escriba el dato en lugar de la fórmula.",
        "Write the value instead of the formula.",
    ),
    "wrong_kind": _wording(
        "«{found}» es {kind_es}; aquí va {wanted_es}.",
        "“{found}” is {kind_en}; this column holds {wanted_en}.",
        "Escriba el dato de nuevo, con la celda en formato General o Texto.",
        "Type it again, with the cell formatted as General or Text.",
    ),
    "hidden_character": _wording(
        "Hay un carácter que no se ve: {name}.",
        "There is a character that cannot be seen: {name}.",
        "Borre el contenido de la celda y escríbalo de nuevo.",
        "Delete the cell's content and type it again.",
    ),
    "text_too_long": _wording(
        "El texto tiene {length} caracteres; el máximo es {limit}.",
        "The text has {length} characters; the most is {limit}.",
        "Acórtelo.",
        "Shorten it.",
    ),
    "personal_data": _wording(
        "El texto parece contener datos de una persona ({kinds_es}).",
        "The text seems to hold data of a person ({kinds_en}).",
        "Quítelo: cite el documento por su número, sin nombres, DNI, teléfonos ni correos.",
        "Take it out: cite the document by its number, without names, identity numbers, telephones or e-mails.",
    ),
    "required": _wording(
        "La celda está en blanco.",
        "The cell is blank.",
        "Llénela: {meaning_es}",
        "Fill it in: {meaning_en}",
    ),
    "number_form": _wording(
        "«{found}» no es un número escrito con cifras.", "“{found}” is not a number in digits.", _NUMBER, _NUMBER_EN
    ),
    "number_digits": _wording(
        "«{found}» lleva cifras de otra escritura o fracciones.",
        "“{found}” has digits of another script or fractions.",
        _NUMBER,
        _NUMBER_EN,
    ),
    "number_word": _wording(
        "«{found}» no es un número.",
        "“{found}” is not a number.",
        "Deje el valor en blanco y escriba «sin información» en situacion.",
        "Leave the value blank and write “sin información” in situacion.",
    ),
    "number_ambiguous": _wording(
        "«{found}» puede ser mil y tantos o un decimal.",
        "“{found}” may be a thousand or a decimal.",
        "Escriba {grouped} si son miles, o {decimal} si es un decimal.",
        "Write {grouped} for thousands, or {decimal} for a decimal.",
    ),
    "number_points": _wording(
        "«{found}» lleva un punto y aquí se cuentan enteros.",
        "“{found}” has a point, and whole things are counted here.",
        "Escriba {grouped} si son miles.",
        "Write {grouped} for thousands.",
    ),
    "number_comma": _wording(
        "La coma de «{found}» puede ser de miles o de decimales, pues el archivo separa las celdas con punto y coma.",
        "The comma of “{found}” may part thousands or decimals, for semicolons part the cells of this file.",
        "Escriba el número sin comas; el decimal va con punto.",
        "Write the number without commas; the decimal takes a point.",
    ),
    "number_groups": _wording(
        "En «{found}» las comas no separan grupos exactos de tres cifras.",
        "In “{found}” the commas do not separate exact groups of three digits.",
        "Escriba el número sin comas; el decimal va con punto.",
        "Write the number without commas; the decimal takes a point.",
    ),
    "number_negative": _wording(
        "«{found}» es negativo y aquí se cuenta.",
        "“{found}” is negative, and this is a count.",
        "Escriba cero o un número positivo; para corregir un trimestre anterior, cargue otra vez ese trimestre.",
        "Write zero or a positive number; to correct an earlier quarter, load that quarter again.",
    ),
    "number_decimals": _wording(
        "«{found}» tiene decimales y aquí se cuentan enteros.",
        "“{found}” has decimals, and whole things are counted here.",
        "Escriba un entero.",
        "Write a whole number.",
    ),
    "number_places": _wording(
        "«{found}» tiene más de seis decimales.",
        "“{found}” has more than six decimal places.",
        "Redondee a seis decimales o menos.",
        "Round to six places or fewer.",
    ),
    "number_too_large": _wording(
        "«{found}» pasa del máximo de 1,000,000,000.",
        "“{found}” is above the most allowed, 1,000,000,000.",
        "Revise las cifras.",
        "Check the digits.",
    ),
    "quarter_form": _wording(
        "«{found}» no es un trimestre.",
        "“{found}” is not a quarter.",
        "Escriba el año y el trimestre así: {hint}.",
        "Write year and quarter like this: {hint}.",
    ),
    "date_form": _wording(
        "«{found}» no es una fecha que exista.",
        "“{found}” is not a date that exists.",
        "Escriba 2026-09-30 o 30/09/2026.",
        "Write 2026-09-30 or 30/09/2026.",
    ),
    "word_unknown": _wording(
        "«{found}» no es una de las palabras de esta columna.",
        "“{found}” is not one of this column's words.",
        "Elija: {words}.",
        "Choose: {words}.",
    ),
}

_ROWS: dict[str, Wording] = {
    "look_alike": _wording(
        "«{found}» lleva un carácter que solo se parece al de un código: {name}.",
        "“{found}” has a character that only looks like a code's: {name}.",
        "Escriba el código de nuevo con el teclado: «{nearest}».",
        "Type the code again: “{nearest}”.",
    ),
    "entity_unknown": _wording(
        "El plan no conoce la entidad «{found}».",
        "The plan knows no entity “{found}”.",
        "Use el código de la plantilla; el más parecido es «{nearest}».",
        "Use the template's code; the nearest is “{nearest}”.",
    ),
    "entity_mixed": _wording(
        "La fila es de {found} y la primera del archivo, de {first}.",
        "The row is of {found}, the first one of the file of {first}.",
        "Cargue un archivo por entidad.",
        "Load one file for each entity.",
    ),
    "quarter_mixed": _wording(
        "La fila es de {found} y la primera del archivo, de {first}.",
        "The row is of {found}, the first one of the file of {first}.",
        "Cargue un archivo por trimestre.",
        "Load one file for each quarter.",
    ),
    "quarter_not_ended": _wording(
        "El trimestre {found} aún no concluye: termina el {end_es}.",
        "The quarter {found} has not ended: it ends on {end_en}.",
        "Espere a que concluya, o corrija el trimestre.",
        "Wait until it has ended, or correct the quarter.",
    ),
    "quarter_outside_plan": _wording(
        "El trimestre {found} queda fuera del plan, que va de {start} a {end}.",
        "The quarter {found} is outside the plan, which runs from {start} to {end}.",
        "Corrija el trimestre.",
        "Correct the quarter.",
    ),
    "indicator_unknown": _wording(
        "El plan no conoce el indicador «{found}».",
        "The plan knows no indicator “{found}”.",
        "Use los códigos de la plantilla; el más parecido es «{nearest}».",
        "Use the template's codes; the nearest is “{nearest}”.",
    ),
    "indicator_of_others": _wording(
        "El indicador {found} no lo reporta {entity}, sino {reporters}.",
        "The indicator {found} is not reported by {entity} but by {reporters}.",
        "Quite la fila.",
        "Take the row out.",
    ),
    "indicator_of_other_job": _wording(
        "El indicador {found} se carga con otro archivo ({other}).",
        "The indicator {found} is loaded by another file ({other}).",
        "Quite la fila y use la plantilla de ese trabajo.",
        "Take the row out and use that job's template.",
    ),
    "indicator_taken_out": _wording(
        "Del indicador {found} ya no se reporta: {act}, del {date}, lo sacó del curso ordinario.",
        "The indicator {found} is no longer reported: {act}, of {date}, took it out of the ordinary course.",
        "Quite la fila; si la cifra ya está publicada, retírela con «retirado», clase_de_cambio y sustento.",
        "Take the row out; a figure that is published is taken back with “retirado”, clase_de_cambio and sustento.",
    ),
    "indicator_missing": _wording(
        "No hay ninguna fila del indicador {found} ({label_es}), que {entity} reporta.",
        "There is no row of the indicator {found} ({label_en}), which {entity} reports.",
        "Añada su fila con la cifra, o con «sin ejecución» o «sin información».",
        "Add its row with the figure, or with “sin ejecución” or “sin información”.",
    ),
    "name_differs": _wording(
        "El nombre «{found}» no corresponde al indicador {indicator}, que es «{label_es}».",
        "The name “{found}” does not fit the indicator {indicator}, which is “{label_es}”.",
        "Revise si la fila se movió; corrija el código o el nombre.",
        "See whether the row was moved; correct the code or the name.",
    ),
    "duplicate": _wording(
        "La fila repite la cifra de la fila {other} (mismo indicador, desagregación, categoría y paso).",
        "The row repeats the figure of row {other} (same indicator, split, category and step).",
        "Deje una sola.",
        "Keep one.",
    ),
    "dimension_not_allowed": _wording(
        "El indicador {indicator} no se desagrega por «{found}»; se admite: {allowed}.",
        "The indicator {indicator} is not split by “{found}”; allowed: {allowed}.",
        "Quite la fila o corrija la dimensión.",
        "Take the row out or correct the dimension.",
    ),
    "category_unknown": _wording(
        "«{found}» no es un código de la lista de «{dimension}».",
        "“{found}” is not a code of the list of “{dimension}”.",
        "Escriba el código; el más parecido es «{nearest}» ({title_es}). La lista está en la hoja «Listas».",
        "Write the code; the nearest is “{nearest}” ({title_en}). The list is in the sheet “Listas”.",
    ),
    "category_letters": _wording(
        "«{found}» lleva una letra de otro alfabeto: {name}.",
        "“{found}” has a letter of another alphabet: {name}.",
        "Escriba la categoría de nuevo con el teclado.",
        "Type the category again.",
    ),
    "dimension_incomplete": _wording(
        "Dimensión y categoría van juntas, y aquí falta una.",
        "Dimension and category go together, and one is missing here.",
        "Llene ambas, o ninguna si la fila es el total.",
        "Fill in both, or none where the row is the total.",
    ),
    "total_missing": _wording(
        "Hay filas por «{dimension}» del indicador {indicator} y ninguna con su total.",
        "There are rows of the indicator {indicator} by “{dimension}” and none with its total.",
        "Añada la fila del total, con dimension y categoria en blanco.",
        "Add the row of the total, with dimension and categoria blank.",
    ),
    "parts_sum": _wording(
        "Las partes por «{dimension}» suman {parts} y el total dice {found}; están en las filas {rows}.",
        "The parts by “{dimension}” add up to {parts} and the total says {found}; they are in rows {rows}.",
        "Corrija el total o las partes.",
        "Correct the total or the parts.",
    ),
    "parts_short": _wording(
        "Las partes por «{dimension}» suman {parts}, menos que el total, {found}; están en las filas {rows}.",
        "The parts by “{dimension}” add up to {parts}, less than the total, {found}; they are in rows {rows}.",
        "Corrija el total o las partes, o añada la que falta.",
        "Correct the total or the parts, or add the one that is missing.",
    ),
    "part_over_total": _wording(
        "El total {found} es menor que una de sus partes por «{dimension}»: {largest}, en la fila {row}.",
        "The total {found} is less than one of its parts by “{dimension}”: {largest}, in row {row}.",
        "Corrija el total o la parte.",
        "Correct the total or the part.",
    ),
    "figure_missing": _wording(
        "No hay cifra ni se dice por qué.",
        "There is no figure, and it is not said why.",
        "Escriba la cifra en {wanted}, o elija «sin ejecución» o «sin información» en situacion.",
        "Write the figure in {wanted}, or choose “sin ejecución” or “sin información” in situacion.",
    ),
    "figure_unexpected": _wording(
        "La fila dice «{situation}» y a la vez trae «{found}».",
        "The row says “{situation}” and still holds “{found}”.",
        "Borre el dato, o deje en blanco situacion.",
        "Delete the value, or leave situacion blank.",
    ),
    "column_not_for_kind": _wording(
        "Esta columna no se llena en un indicador que es {kind_es}.",
        "This column is not for an indicator that is {kind_en}.",
        "Borre lo escrito en esta celda, sin quitar la columna; la cifra va en {wanted}.",
        "Clear this cell and keep the column; the figure goes in {wanted}.",
    ),
    "nothing_not_for_kind": _wording(
        "«sin ejecución» no se dice de un nivel: una existencia o un índice siempre tiene un valor.",
        "“sin ejecución” cannot be said of a level: a stock or an index always has a value.",
        "Escriba el valor, o «sin información».",
        "Write the value, or “sin información”.",
    ),
    "so_far_range": _wording(
        "El total a la fecha {found} no cabe entre {low} y {high}, según lo reportado por trimestre.",
        "The total so far {found} does not lie between {low} and {high}, which follow from the quarters reported.",
        "Revise el total: cada unidad se cuenta una vez desde el inicio.",
        "Check the total: each unit counts once since the start.",
    ),
    "so_far_low": _wording(
        "El total a la fecha {found} es menor que {low}, lo ya alcanzado en {quarter}.",
        "The total so far {found} is below {low}, already reached in {quarter}.",
        "Un total de distintos no baja: corríjalo, o rectifique antes ese trimestre.",
        "A total of distinct units does not fall: correct it, or first correct that quarter.",
    ),
    "so_far_high": _wording(
        "El total a la fecha {found} pasa de {high}, lo declarado después, en {quarter}.",
        "The total so far {found} is above {high}, declared later for {quarter}.",
        "Corríjalo, o rectifique antes ese trimestre.",
        "Correct it, or first correct that quarter.",
    ),
    "value_over_total": _wording(
        "El valor {found} pasa de {high}, el total a la fecha publicado de {quarter}.",
        "The value {found} is above {high}, the total so far published for {quarter}.",
        "Corríjalo, o rectifique antes ese trimestre.",
        "Correct it, or first correct that quarter.",
    ),
    "stage_backwards": _wording(
        "La etapa «{found}» retrocede: en {quarter} ya era «{reached}».",
        "The stage “{found}” goes back: in {quarter} it was already “{reached}”.",
        "Escriba la etapa alcanzada, o rectifique antes ese trimestre.",
        "Write the stage reached, or first correct that quarter.",
    ),
    "stage_ahead": _wording(
        "La etapa «{found}» va más allá de «{reached}», lo publicado después, en {quarter}.",
        "The stage “{found}” goes beyond “{reached}”, published for the later {quarter}.",
        "Corrija la etapa, o rectifique antes ese trimestre.",
        "Correct the stage, or first correct that quarter.",
    ),
    "act_missing": _wording(
        "La etapa «{stage}» necesita el acto que la respalda.",
        "The stage “{stage}” needs the act behind it.",
        "Escriba el acto con su número, o la etapa anterior.",
        "Write the act with its number, or the stage before.",
    ),
    "date_missing": _wording(
        "Falta la fecha de lo que la fila declara.",
        "The date of what the row declares is missing.",
        "Escriba la fecha, por ejemplo 2026-09-30.",
        "Write the date, for example 2026-09-30.",
    ),
    "date_outside": _wording(
        "La fecha {found} queda fuera de lo posible, de {start} a {end}.",
        "The date {found} is not possible: it must lie from {start} to {end}.",
        "Corrija la fecha, o reporte el hecho en su trimestre.",
        "Correct the date, or report the event in its own quarter.",
    ),
    "step_missing": _wording(
        "Falta decir qué paso del programa se cumplió.",
        "Which step of the programme was done is missing.",
        "Escriba el código del paso; pasos de {indicator}: {steps}.",
        "Write the step's code; steps of {indicator}: {steps}.",
    ),
    "step_unknown": _wording(
        "El programa {indicator} no tiene el paso «{found}».",
        "The programme {indicator} has no step “{found}”.",
        "Use uno de: {steps}.",
        "Use one of: {steps}.",
    ),
    "step_done": _wording(
        "El paso {found} ya figura como cumplido en {quarter}.",
        "The step {found} stands as done in {quarter} already.",
        "Quite la fila.",
        "Take the row out.",
    ),
    "step_value": _wording(
        "Un paso cumplido vale 1 y aquí dice «{found}».",
        "A step that was done counts 1, and this says “{found}”.",
        "Deje valor en blanco; si no se cumplió, elija «sin ejecución».",
        "Leave valor blank; where it was not done choose “sin ejecución”.",
    ),
    "ratio_incomplete": _wording(
        "Una razón necesita numerador y denominador, y falta uno.",
        "A ratio needs numerator and denominator, and one is missing.",
        "Escriba ambos.",
        "Write both.",
    ),
    "denominator_zero": _wording(
        "El denominador debe ser mayor que cero.",
        "The denominator must be above zero.",
        "Corríjalo, o elija «sin ejecución» si en el trimestre no hubo casos.",
        "Correct it, or choose “sin ejecución” where the quarter had no cases.",
    ),
    "evidence_incomplete": _wording(
        "El medio de verificación está a medias: tipo y referencia van juntos.",
        "The evidence is half given: type and reference go together.",
        "Llene ambos, o borre los datos del medio de verificación.",
        "Fill in both, or clear what is said of the evidence.",
    ),
    "quarter_published": _wording(
        "El trimestre {quarter} ya está publicado (publicación N.° {release}) con otras cifras.{free_es}",
        "The quarter {quarter} is published already (release {release}), with other figures.{free_en}",
        "Si el archivo es de otro trimestre, corríjalo en todas las filas; si corrige {quarter}, diga en cada fila que "
        "cambia la clase_de_cambio y el sustento.",
        "Where the file is of another quarter correct it in every row; where it corrects {quarter} give "
        "clase_de_cambio and sustento in each row that changes.",
    ),
    "change_missing": _wording(
        "La fila cambia lo publicado en la publicación N.° {release} y no dice por qué.",
        "The row changes what release {release} published and does not say why.",
        "Llene clase_de_cambio y sustento, o deje la fila como se publicó.",
        "Fill in clase_de_cambio and sustento, or leave the row as published.",
    ),
    "change_incomplete": _wording(
        "Clase de cambio y sustento van juntos, y aquí falta uno.",
        "Class of change and reason go together, and one is missing here.",
        "Llene ambos.",
        "Fill in both.",
    ),
    "change_unneeded": _wording(
        "La fila da una clase de cambio y no cambia nada publicado.",
        "The row gives a class of change and changes nothing published.",
        "Borre clase_de_cambio y sustento.",
        "Clear clase_de_cambio and sustento.",
    ),
    "left_out": _wording(
        "De {found} ({label_es}) faltan cifras ya publicadas de este trimestre ({count}): {figures_es}.",
        "Of {found} ({label_en}) published figures of this quarter are missing ({count}): {figures_en}.",
        "Un reporte nuevo sustituye al anterior completo: añada sus filas; si una debe retirarse, con «retirado», "
        "clase_de_cambio y sustento.",
        "A new return replaces the whole one before: add their rows; to take one back, with “retirado”, "
        "clase_de_cambio and sustento.",
    ),
    "no_data_published": _wording(
        "La fila dice «{found}» y su cifra está en la publicación N.° {release}.",
        "The row says “{found}” and its figure stands in release {release}.",
        "Escriba la cifra; si debe retirarse, elija «retirado» y llene clase_de_cambio y sustento.",
        "Write the figure; to take it back choose “retirado” and fill in clase_de_cambio and sustento.",
    ),
    "nothing_to_withdraw": _wording(
        "La fila retira una cifra que no está publicada, o que ya se retiró.",
        "The row takes back a figure that is not published, or was taken back already.",
        "Quite la fila; si es la única del indicador, escriba «sin información» y borre clase_de_cambio y sustento.",
        "Take the row out; where it is the indicator's only one write “sin información” and clear clase_de_cambio and "
        "sustento.",
    ),
}

CATALOGUE: dict[str, Wording] = _FILES | _CELLS | _ROWS
