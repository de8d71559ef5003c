"""What may be wrong with a cell by itself: its kind, its text, and its value as a number, date, quarter or word."""

from __future__ import annotations

from etl.problem_words.wording import Wording, wording

_NUMBER = "Escriba solo cifras, por ejemplo 1234 o 1,234."
_NUMBER_EN = "Write digits only, for example 1234 or 1,234."

CELLS: dict[str, Wording] = {
    "cell_error": wording(
        "La celda muestra el error {found}.",
        "The cell shows the error {found}.",
        "Corrija la fórmula o escriba el dato.",
        "Correct the formula or write the value.",
    ),
    "formula_unsaved": wording(
        "La celda tiene una fórmula sin resultado guardado ({found}).",
        "The cell has a formula without a saved result ({found}).",
        "Abra el libro en Excel y guárdelo, o escriba el dato.",
        "Open the workbook in Excel and save it, or write the value.",
    ),
    "formula_external": wording(
        "La fórmula trae datos de fuera del libro ({found}).",
        "The formula brings data from outside the workbook ({found}).",
        "Escriba el dato en lugar de la fórmula.",
        "Write the value instead of the formula.",
    ),
    "wrong_kind": wording(
        "«{found}» es {kind_es}; aquí va {wanted_es}.",
        "“{found}” is {kind_en}; this column holds {wanted_en}.",
        "Escriba el dato de nuevo, con la celda en formato General o Texto.",
        "Type it again, with the cell formatted as General or Text.",
    ),
    "hidden_character": wording(
        "Hay un carácter que no se ve: {name}.",
        "There is a character that cannot be seen: {name}.",
        "Borre el contenido de la celda y escríbalo de nuevo.",
        "Delete the cell's content and type it again.",
    ),
    "text_too_long": wording(
        "El texto tiene {length} caracteres; el máximo es {limit}.",
        "The text has {length} characters; the most is {limit}.",
        "Acórtelo.",
        "Shorten it.",
    ),
    "personal_data": wording(
        "El texto parece contener datos de una persona ({kinds_es}).",
        "The text seems to hold data of a person ({kinds_en}).",
        "Quítelo: cite el documento por su número, sin nombres, DNI, teléfonos ni correos.",
        "Take it out: cite the document by its number, without names, identity numbers, telephones or e-mails.",
    ),
    "required": wording(
        "La celda está en blanco.",
        "The cell is blank.",
        "Llénela: {meaning_es}",
        "Fill it in: {meaning_en}",
    ),
    "number_form": wording(
        "«{found}» no es un número escrito con cifras.", "“{found}” is not a number in digits.", _NUMBER, _NUMBER_EN
    ),
    "number_digits": wording(
        "«{found}» lleva cifras de otra escritura o fracciones.",
        "“{found}” has digits of another script or fractions.",
        _NUMBER,
        _NUMBER_EN,
    ),
    "number_word": wording(
        "«{found}» no es un número.",
        "“{found}” is not a number.",
        "Deje el valor en blanco y escriba «sin información» en situacion.",
        "Leave the value blank and write “sin información” in situacion.",
    ),
    "number_ambiguous": wording(
        "«{found}» puede ser mil y tantos o un decimal.",
        "“{found}” may be a thousand or a decimal.",
        "Escriba {grouped} si son miles, o {decimal} si es un decimal.",
        "Write {grouped} for thousands, or {decimal} for a decimal.",
    ),
    "number_points": wording(
        "«{found}» lleva un punto y aquí se cuentan enteros.",
        "“{found}” has a point, and whole things are counted here.",
        "Escriba {grouped} si son miles.",
        "Write {grouped} for thousands.",
    ),
    "number_comma": wording(
        "La coma de «{found}» puede ser de miles o de decimales, pues el archivo separa las celdas con punto y coma.",
        "The comma of “{found}” may part thousands or decimals, for semicolons part the cells of this file.",
        "Escriba el número sin comas; el decimal va con punto.",
        "Write the number without commas; the decimal takes a point.",
    ),
    "number_groups": wording(
        "En «{found}» las comas no separan grupos exactos de tres cifras.",
        "In “{found}” the commas do not separate exact groups of three digits.",
        "Escriba el número sin comas; el decimal va con punto.",
        "Write the number without commas; the decimal takes a point.",
    ),
    "number_negative": wording(
        "«{found}» es negativo y aquí se cuenta.",
        "“{found}” is negative, and this is a count.",
        "Escriba cero o un número positivo; para corregir un trimestre anterior, cargue otra vez ese trimestre.",
        "Write zero or a positive number; to correct an earlier quarter, load that quarter again.",
    ),
    "number_decimals": wording(
        "«{found}» tiene decimales y aquí se cuentan enteros.",
        "“{found}” has decimals, and whole things are counted here.",
        "Escriba un entero.",
        "Write a whole number.",
    ),
    "number_places": wording(
        "«{found}» tiene más de seis decimales.",
        "“{found}” has more than six decimal places.",
        "Redondee a seis decimales o menos.",
        "Round to six places or fewer.",
    ),
    "number_too_large": wording(
        "«{found}» pasa del máximo de 1,000,000,000.",
        "“{found}” is above the most allowed, 1,000,000,000.",
        "Revise las cifras.",
        "Check the digits.",
    ),
    "quarter_form": wording(
        "«{found}» no es un trimestre.",
        "“{found}” is not a quarter.",
        "Escriba el año y el trimestre así: {hint}.",
        "Write year and quarter like this: {hint}.",
    ),
    "date_form": wording(
        "«{found}» no es una fecha que exista.",
        "“{found}” is not a date that exists.",
        "Escriba 2026-09-30 o 30/09/2026.",
        "Write 2026-09-30 or 30/09/2026.",
    ),
    "word_unknown": wording(
        "«{found}» no es una de las palabras de esta columna.",
        "“{found}” is not one of this column's words.",
        "Elija: {words}.",
        "Choose: {words}.",
    ),
}
