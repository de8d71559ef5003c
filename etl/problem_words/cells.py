"""What may be wrong with a cell by itself: its kind, its text, and its value as a number, date, quarter or word."""

from __future__ import annotations

from etl.problem_words.wording import Wording, wording

_NUMBER = "Escriba solo cifras, por ejemplo 1234."
_NUMBER_EN = "Write digits only, for example 1234."
_DECLARE = "si el archivo escribe los miles con punto y los decimales con coma, declárelo: --numbers es-ES."
_DECLARE_EN = "where the file writes thousands with points and decimals with commas, declare it: --numbers es-ES."

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
        "Escriba {grouped} si son miles, o {decimal} si es un decimal; " + _DECLARE,
        "Write {grouped} for thousands, or {decimal} for a decimal; " + _DECLARE_EN,
    ),
    "number_points": wording(
        "El punto de «{found}» no separa miles, y aquí no puede separar decimales.",
        "The point of “{found}” does not part thousands, and here it cannot part decimals.",
        "Escriba {grouped} si son miles; " + _DECLARE,
        "Write {grouped} for thousands; " + _DECLARE_EN,
    ),
    "number_comma": wording(
        "La coma de «{found}» puede ser de miles o de decimales, pues el archivo separa las celdas con punto y coma.",
        "The comma of “{found}” may part thousands or decimals, for semicolons part the cells of this file.",
        "Escriba el número sin comas, con punto decimal; " + _DECLARE,
        "Write the number without commas, with a decimal point; " + _DECLARE_EN,
    ),
    "number_groups": wording(
        "En «{found}» los miles no van en grupos exactos de tres cifras.",
        "In “{found}” the thousands do not stand in exact groups of three digits.",
        "Escriba el número sin separar los miles; el decimal va con {point_es}.",
        "Write the number without parting the thousands; the decimal takes a {point_en}.",
    ),
    "number_swapped": wording(
        "En «{found}» el punto y la coma están al revés: los números de este archivo se leen como {read}.",
        "In “{found}” point and comma stand the other way round: the numbers of this file are read as {read}.",
        "Escriba {swapped}; si todo el archivo está escrito así, declárelo: --numbers {other}.",
        "Write {swapped}; where the whole file is written so, declare it: --numbers {other}.",
    ),
    "number_spaces": wording(
        "«{found}» lleva espacios entre las cifras: puede ser un número o varios.",
        "“{found}” has spaces between its digits: it may be one number or several.",
        "Si es uno, escriba {together}.",
        "Where it is one, write {together}.",
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
        "«{found}» no es una fecha completa que exista.",
        "“{found}” is not a full date that exists.",
        "Escriba el día antes del mes y el año con cuatro cifras, así: {peruvian} o {iso}.",
        "Write the day before the month and the year in four digits, like this: {peruvian} or {iso}.",
    ),
    "ubigeo_system_missing": wording(
        "«{found}» es un código sin su sistema. {readings_es}.",
        "“{found}” is a code without its system. {readings_en}.",
        "Escriba el nombre ({names_es}), o el código con su sistema, por ejemplo {coded}.",
        "Write the name ({names_en}), or the code with its system, for example {coded}.",
    ),
    "ubigeo_name_differs": wording(
        "En «{found}» el código y el nombre no concuerdan. {readings_es}.",
        "In “{found}” code and name do not fit. {readings_en}.",
        "Escriba solo el nombre que corresponde: {names_es}.",
        "Write only the name that is right: {names_en}.",
    ),
    "ubigeo_unknown": wording(
        "«{found}» no es un departamento.",
        "“{found}” is not a department.",
        "Escriba su nombre, por ejemplo «{nearest}», o su código con el sistema: INEI 06, RENIEC 06 o ISO PE-CAJ.",
        "Write its name, for example “{nearest}”, or its code with the system: INEI 06, RENIEC 06 or ISO PE-CAJ.",
    ),
    "word_unknown": wording(
        "«{found}» no es una de las palabras de esta columna.",
        "“{found}” is not one of this column's words.",
        "Elija: {words}.",
        "Choose: {words}.",
    ),
}
