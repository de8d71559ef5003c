"""What can be wrong with a plan pack, in Spanish and English: what was found, and what to do. Data only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class PackProblem:
    """One broken row. `row` counts as a spreadsheet does (1 is the header; 0 is the file as a whole).

    `found` is what stands there, `allowed` what could.
    """

    file: str
    row: int
    column: str
    code: str
    found: str = ""
    allowed: str = ""

    def place(self, lang: str) -> str:
        """File, row and column, in `es` or `en`; only what is known of them."""
        row, column = ("row", "column") if lang == "en" else ("fila", "columna")
        parts = [self.file]
        parts += [f"{row} {self.row}"] if self.row else []
        parts += [f"{column} {self.column}"] if self.column else []
        return ", ".join(parts)

    def sentence(self, lang: str) -> str:
        """What is wrong, in `es` or `en`."""
        return _said(self.code, lang)[0].format(found=self.found, allowed=self.allowed)

    def remedy(self, lang: str) -> str:
        """What to do about it, in `es` or `en`."""
        return _said(self.code, lang)[1].format(found=self.found, allowed=self.allowed)

    def text(self, lang: str) -> str:
        """Where, what and what to do, in `es` or `en`."""
        return f"{self.place(lang)}: {self.sentence(lang)} {self.remedy(lang)}"

    def as_json(self) -> dict[str, object]:
        """The problem as plain values, in both languages."""
        said = {lang: {"sentence": self.sentence(lang), "remedy": self.remedy(lang)} for lang in ("es", "en")}
        return {
            "code": self.code,
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "found": self.found,
            **said,
        }


def _said(code: str, lang: str) -> tuple[str, str]:
    """Sentence and remedy; in Spanish where there are none in `lang`."""
    return CATALOGUE[code].get(lang, CATALOGUE[code]["es"])


def _says(es: tuple[str, str], en: tuple[str, str]) -> dict[str, tuple[str, str]]:
    return {"es": es, "en": en}


_FILES = {
    "missing_file": _says(
        ("Falta el archivo.", "Créelo; si no tiene filas, con la sola línea de encabezados: {allowed}"),
        ("The file is missing.", "Create it; without rows, with its header line alone: {allowed}"),
    ),
    "unknown_file": _says(
        ("El archivo no es parte del formato.", "Retírelo o corrija su nombre. Los archivos son: {allowed}"),
        ("The file is not part of the format.", "Take it out or correct its name. The files are: {allowed}"),
    ),
    "not_utf8": _says(
        ("El archivo no está en UTF-8.", "Guárdelo como «CSV UTF-8»."),
        ("The file is not UTF-8.", "Save it as “CSV UTF-8”."),
    ),
    "broken_csv": _says(
        ("El archivo no se puede leer como CSV: {found}.", "Revise las comillas y las comas de esa línea."),
        ("The file cannot be read as CSV: {found}.", "Look at the quotes and commas of that line."),
    ),
    "broken_yaml": _says(
        ("El archivo no se puede leer como YAML: {found}.", "Escriba una línea «nombre: valor» por campo."),
        ("The file cannot be read as YAML: {found}.", "Write one line “name: value” a field."),
    ),
    "missing_column": _says(
        ("Falta la columna.", "Agréguela; el encabezado completo es: {allowed}"),
        ("The column is missing.", "Add it; the whole header is: {allowed}"),
    ),
    "unknown_column": _says(
        ("La columna «{found}» no es parte del formato.", "Retírela; el encabezado completo es: {allowed}"),
        ("The column “{found}” is not part of the format.", "Take it out; the whole header is: {allowed}"),
    ),
    "repeated_column": _says(
        ("La columna «{found}» está más de una vez.", "Deje una sola."),
        ("The column “{found}” stands more than once.", "Keep one."),
    ),
    "row_length": _says(
        (
            "La fila tiene {found} celdas y el encabezado {allowed}.",
            "Revise las comas; un texto con comas va entre comillas.",
        ),
        ("The row has {found} cells and the header {allowed}.", "Look at the commas; a text with commas needs quotes."),
    ),
    "no_rows": _says(
        ("El archivo no tiene filas.", "Agregue al menos una: sin ella no hay plan."),
        ("The file has no rows.", "Add at least one: without it there is no plan."),
    ),
}

_CELLS = {
    "required": _says(
        ("La celda está vacía y es obligatoria.", "Complétela."),
        ("The cell is empty and is required.", "Fill it."),
    ),
    "not_clean": _says(
        (
            "«{found}» tiene espacios sobrantes, saltos de línea o caracteres invisibles.",
            "Escríbalo de nuevo: «{allowed}»",
        ),
        ("“{found}” has spare spaces, line breaks or invisible characters.", "Write it again: “{allowed}”"),
    ),
    "too_long": _says(
        ("El texto es demasiado largo.", "Redúzcalo a 4000 caracteres."),
        ("The text is too long.", "Cut it to 4000 characters."),
    ),
    "not_a_code": _says(
        ("«{found}» no es un código.", "Use letras sin tilde, números, punto, guion y guion bajo, hasta 60."),
        ("“{found}” is not a code.", "Use unaccented letters, digits, point, hyphen and underscore, up to 60."),
    ),
    "not_a_choice": _says(
        ("«{found}» no está permitido.", "Use uno de: {allowed}"),
        ("“{found}” is not allowed.", "Use one of: {allowed}"),
    ),
    "not_whole": _says(
        ("«{found}» no es un número entero.", "Escriba solo cifras, sin puntos, comas ni ceros delante: 97"),
        ("“{found}” is not a whole number.", "Write digits alone, no points, commas or leading zeros: 97"),
    ),
    "not_decimal": _says(
        ("«{found}» no es un número.", "Escríbalo con punto decimal y sin separador de miles: 1234.5"),
        ("“{found}” is not a number.", "Write it with a decimal point and no thousands separator: 1234.5"),
    ),
    "not_a_date": _says(
        ("«{found}» no es una fecha.", "Escríbala como año-mes-día: 2025-12-31"),
        ("“{found}” is not a date.", "Write it as year-month-day: 2025-12-31"),
    ),
    "not_a_quarter": _says(
        ("«{found}» no es un trimestre.", "Escríbalo así: 2021-Q3"),
        ("“{found}” is not a quarter.", "Write it so: 2021-Q3"),
    ),
    "not_a_zone": _says(
        ("«{found}» no es una zona horaria.", "Use un nombre de la base IANA: America/Lima"),
        ("“{found}” is not a time zone.", "Use a name of the IANA database: America/Lima"),
    ),
    "not_a_link": _says(
        ("«{found}» no es una dirección web.", "Escriba la dirección completa, con https:// o http://"),
        ("“{found}” is not a web address.", "Write the whole address, with https:// or http://"),
    ),
    "not_values": _says(
        (
            "«{found}» no son valores.",
            "Escriba nombre, signo (=, > o ~) y número, sin espacios, separados por «;»: cumplidas=51.4;resto>15",
        ),
        (
            "“{found}” are not values.",
            "Write name, sign (=, > or ~) and number, without spaces, parted by semicolons: met=51.4;rest>15",
        ),
    ),
    "unknown_reference": _says(
        ("«{found}» no existe en {allowed}.", "Corrija el código o agregue antes esa fila en {allowed}."),
        ("“{found}” does not exist in {allowed}.", "Correct the code or first add that row to {allowed}."),
    ),
    "repeated_in_list": _says(
        ("«{found}» está más de una vez en la celda.", "Deje uno solo."),
        ("“{found}” stands more than once in the cell.", "Keep one."),
    ),
    "repeated_key": _says(
        ("Ya hay otra fila con {allowed}: «{found}».", "Deje una sola o corrija el código."),
        ("There is another row with {allowed}: “{found}”.", "Keep one or correct the code."),
    ),
    "words_without_basis": _says(
        ("Hay texto y no se dice de dónde viene.", "Indique la base: {allowed}"),
        ("There is a text and nothing says where it comes from.", "Give its basis: {allowed}"),
    ),
    "basis_without_words": _says(
        ("Se indica la base «{found}» de un texto que está vacío.", "Escriba el texto o deje vacía la base."),
        ("The basis “{found}” is given of a text that is empty.", "Write the text or leave the basis empty."),
    ),
}

_RULES = {
    "objective_code": _says(
        ("«{found}» no es un código de objetivo de su lineamiento.", "Use lineamiento.número: {allowed}"),
        ("“{found}” is not an objective code of its guideline.", "Use guideline.number: {allowed}"),
    ),
    "action_code": _says(
        ("«{found}» no corresponde a su objetivo, página y número.", "Se esperaba: {allowed}"),
        ("“{found}” does not fit its objective, page and number.", "Expected: {allowed}"),
    ),
    "indicator_code": _says(
        (
            "«{found}» no corresponde a su acción.",
            "Del plan: acción.letra; propio del tablero: acaba en .t1: {allowed}",
        ),
        (
            "“{found}” does not fit its action.",
            "Of the plan: action.letter; of the tracker's own: ends in .t1: {allowed}",
        ),
    ),
    "list_kind": _says(
        (
            "«{found}» no es una lista de códigos.",
            "Use {allowed}, o declare antes «{found}» como dimension, framework o list.",
        ),
        (
            "“{found}” is not a list of codes.",
            "Use {allowed}, or first declare “{found}” as a dimension, framework or list.",
        ),
    ),
    "exclusive_kind": _says(
        ("Solo de una dimensión se dice si sus categorías se excluyen.", "Deje vacía la celda."),
        ("Only of a dimension it is said whether its categories exclude each other.", "Leave the cell empty."),
    ),
    "term_order": _says(
        (
            "La versión {found} del plazo no sigue a la anterior.",
            "Numere 1, 2, 3…; cada una termina después y rige desde más tarde.",
        ),
        ("Version {found} of the term does not follow the one before.", "Number 1, 2, 3…; each ends and starts later."),
    ),
    "first_quarter": _says(
        ("El primer trimestre {found} termina antes del inicio del plan, {allowed}.", "Corrija uno de los dos."),
        ("The first quarter {found} ends before the plan's start, {allowed}.", "Correct one of the two."),
    ),
    "baseline_parts": _says(
        ("La línea base necesita año, valor y base.", "Complete las tres celdas o deje vacías las tres."),
        ("A baseline needs year, value and basis.", "Fill the three cells or leave the three empty."),
    ),
    "falling_kind": _says(
        ("Un indicador de tipo «{found}» no puede ser descendente.", "Solo level y ratio admiten down; use up."),
        ("An indicator of kind “{found}” cannot fall.", "Only level and ratio allow down; use up."),
    ),
    "accrual_kind": _says(
        (
            "Numerador y denominador no corresponden al tipo «{found}».",
            "Complételos en ratio (events o stock); déjelos vacíos en los demás.",
        ),
        (
            "Numerator and denominator do not fit kind “{found}”.",
            "Fill them for ratio (events or stock); leave them empty for others.",
        ),
    ),
    "persons_kind": _says(
        ("Un indicador de tipo «{found}» no cuenta personas.", "Use persons = yes solo en count, distinct y level."),
        (
            "An indicator of kind “{found}” does not count persons.",
            "Use persons = yes for count, distinct and level only.",
        ),
    ),
    "one_reporter": _says(
        ("Un indicador de tipo «{found}» tiene una sola entidad que reporta.", "Deje reports = yes en una sola."),
        ("An indicator of kind “{found}” has one reporting entity.", "Keep reports = yes in one alone."),
    ),
    "one_lead": _says(
        (
            "El indicador «{found}» debe tener exactamente una entidad responsible.",
            "Las demás van como co_responsible.",
        ),
        ("The indicator “{found}” must have exactly one responsible entity.", "Make the others co_responsible."),
    ),
    "job_of_reporter": _says(
        (
            "Quien reporta necesita un job, y quien no reporta no lo lleva.",
            "Complete job (por ejemplo quarterly_return) o déjelo vacío.",
        ),
        (
            "Who reports needs a job, and who does not has none.",
            "Fill job (such as quarterly_return) or leave it empty.",
        ),
    ),
    "reporter_parts": _says(
        ("Esta celda no dice nada sin la columna {allowed}.", "Complete {allowed} o deje vacía esta celda."),
        ("This cell says nothing without the column {allowed}.", "Fill {allowed} or leave this cell empty."),
    ),
    "target_window": _says(
        ("«{found}» no corresponde al tipo del indicador.", "Use uno de: {allowed}"),
        ("“{found}” does not fit the indicator's kind.", "Use one of: {allowed}"),
    ),
    "target_windows_mixed": _says(
        ("Las metas de una versión mezclan in_year y since_start.", "Use una sola forma en toda la versión {found}."),
        ("The targets of one version mix in_year and since_start.", "Use one of them throughout version {found}."),
    ),
    "target_of_programme": _says(
        ("Un programa no lleva metas.", "Sus pasos son sus metas: escríbalos en steps.csv."),
        ("A programme has no targets.", "Its steps are its targets: write them in steps.csv."),
    ),
    "target_of_deliverable": _says(
        ("La meta de un entregable es 1, no {found}.", "Escriba 1."),
        ("The target of a deliverable is 1, not {found}.", "Write 1."),
    ),
    "target_negative": _says(
        ("La meta {found} es negativa.", "Solo level y ratio admiten valores negativos."),
        ("The target {found} is negative.", "Only level and ratio allow negative values."),
    ),
    "outside_term": _says(
        ("{found} está fuera del plazo de su versión ({allowed}).", "Corrija la fecha o la versión."),
        ("{found} lies outside the term of its version ({allowed}).", "Correct the date or the version."),
    ),
    "steps_of_programme": _says(
        ("Solo un programa tiene pasos; este indicador es «{found}».", "Retire la fila o corrija el tipo."),
        ("Only a programme has steps; this indicator is “{found}”.", "Take the row out or correct the kind."),
    ),
    "other_action": _says(
        ("El indicador «{found}» es de otra acción.", "Use un indicador de la misma acción, o deje la celda vacía."),
        ("The indicator “{found}” belongs to another action.", "Use one of the same action, or leave the cell empty."),
    ),
    "alias_is_a_code": _says(
        ("«{found}» ya es un código en uso.", "Un alias no puede ser igual a un código vigente."),
        ("“{found}” is a code in use.", "An alias cannot be the same as a code in force."),
    ),
}

_REGISTERS = {
    "date_missing": _says(
        ("Falta la fecha, y se dice que se conoce ({allowed}).", "Escriba la fecha, o la precisión unknown."),
        ("The date is missing, and it is said to be known ({allowed}).", "Write the date, or the precision unknown."),
    ),
    "date_unknown": _says(
        ("Hay una fecha y se dice que no se conoce.", "Deje vacía la fecha, o diga su precisión: {allowed}"),
        ("There is a date and it is said not to be known.", "Leave the date empty, or give its precision: {allowed}"),
    ),
    "date_not_first": _says(
        ("De un mes o un año se escribe el primer día, no {found}.", "Escriba {allowed}, o la precisión day."),
        ("Of a month or a year the first day is written, not {found}.", "Write {allowed}, or the precision day."),
    ),
    "not_cited": _says(
        ("No se dice dónde se lee.", "Complete source, o {allowed} con el documento y su dirección."),
        ("It is not said where this is read.", "Fill source, or {allowed} with the document and its address."),
    ),
    "one_addressee": _says(
        (
            "Una recomendación tiene un destinatario: una entidad o un texto.",
            "Complete addressee o {allowed}, no ambos.",
        ),
        ("A recommendation has one addressee: an entity or a text.", "Fill addressee or {allowed}, not both."),
    ),
    "longest_shorter": _says(
        ("El máximo, {found}, es menor que las cifras usuales, {allowed}.", "Corrija uno de los dos."),
        ("The most, {found}, is less than the usual digits, {allowed}.", "Correct one of the two."),
    ),
    "code_or_none": _says(
        (
            "Un sistema tiene código para el documento o no lo tiene.",
            "Con has_code = yes va code y no used_instead; con no, al revés.",
        ),
        (
            "A system has a code for the document or it has none.",
            "With has_code = yes there is code and no used_instead; with no, the other way round.",
        ),
    ),
    "ends_before_it_begins": _says(
        ("{found} es anterior al inicio, {allowed}.", "Corrija una de las dos fechas."),
        ("{found} is before the beginning, {allowed}.", "Correct one of the two dates."),
    ),
    "channel_address": _says(
        (
            "«{found}» no es una dirección de tipo {allowed}.",
            "Un teléfono va en cifras seguidas; una página, con https://",
        ),
        ("“{found}” is not an address of kind {allowed}.", "A telephone is digits alone; a page begins with https://"),
    ),
    "values_and_unit": _says(
        ("Los valores necesitan una unidad, y la unidad valores.", "Complete ambas celdas o deje vacías ambas."),
        ("Values need a unit, and a unit values.", "Fill both cells or leave both empty."),
    ),
    "answer_of_none": _says(
        ("Un pedido sin respuesta ({allowed}) no tiene fecha de respuesta.", "Vacíe la celda o corrija outcome."),
        ("A request without an answer ({allowed}) has no day of answer.", "Empty the cell or correct outcome."),
    ),
    "person_named": _says(
        (
            "El nombre de una persona que pide información no se registra.",
            "Vacíe la celda: basta asker_kind = {allowed}.",
        ),
        ("The name of a person who asks is not kept.", "Empty the cell: asker_kind = {allowed} is enough."),
    ),
}

CATALOGUE: dict[str, dict[str, tuple[str, str]]] = {**_FILES, **_CELLS, **_RULES, **_REGISTERS}
