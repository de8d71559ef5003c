"""What may be wrong with the declaration of sources. `{found}` is what stands there, `{allowed}` what could."""

from __future__ import annotations

from etl.problem_words.wording import Wording, wording

_ADDRESS_ES = "Escriba la dirección completa, por ejemplo https://datos.ejemplo.gob.pe/reporte.csv"
_ADDRESS_EN = "Write the whole address, for example https://data.example.gob.pe/return.csv"

SOURCES: dict[str, Wording] = {
    "missing_file": wording(
        "El archivo no existe.",
        "The file does not exist.",
        "Créelo (docs/sources.md tiene un ejemplo) o diga en NAP_SOURCES dónde está.",
        "Create it (docs/sources.md has an example) or say in NAP_SOURCES where it is.",
    ),
    "not_utf8": wording(
        "El archivo no está en UTF-8.",
        "The file is not UTF-8.",
        "Guárdelo como texto UTF-8.",
        "Save it as UTF-8 text.",
    ),
    "not_toml": wording(
        "El archivo no se puede leer como TOML: {found}.",
        "The file cannot be read as TOML: {found}.",
        "Revise esa línea: los textos van entre comillas y cada fuente empieza con [nombre], una sola vez.",
        "Look at that line: texts stand in quotes and every source begins with [name], once.",
    ),
    "no_sources": wording(
        "No declara ninguna fuente.",
        "It declares no source.",
        "Agregue al menos una tabla [nombre] con: {allowed}",
        "Add at least one table [name] with: {allowed}",
    ),
    "not_a_table": wording(
        "«{found}» está fuera de una fuente.",
        "“{found}” stands outside a source.",
        "Escríbalo debajo del [nombre] de su fuente.",
        "Write it below the [name] of its source.",
    ),
    "source_name": wording(
        "«{found}» no sirve como nombre de una fuente.",
        "“{found}” cannot name a source.",
        "Use minúsculas sin tilde, cifras, guion y guion bajo, hasta 40.",
        "Use unaccented lower-case letters, digits, hyphen and underscore, up to 40.",
    ),
    "missing_key": wording(
        "Falta este dato.",
        "This is missing.",
        "Agréguelo; una fuente de esta clase lleva: {allowed}",
        "Add it; a source of this kind has: {allowed}",
    ),
    "unknown_key": wording(
        "«{found}» no es un dato de una fuente de esta clase.",
        "“{found}” is nothing that a source of this kind has.",
        "Retírelo o corríjalo; los datos son: {allowed}",
        "Take it out or correct it; it may have: {allowed}",
    ),
    "not_text": wording(
        "El valor no es un texto.",
        "The value is not a text.",
        "Escríbalo entre comillas, en una línea y sin caracteres invisibles.",
        "Write it in quotes, on one line and without invisible characters.",
    ),
    "not_a_choice": wording(
        "«{found}» no está permitido.",
        "“{found}” is not allowed.",
        "Use uno de: {allowed}",
        "Use one of: {allowed}",
    ),
    "not_an_account": wording(
        "«{found}» no es el código de una cuenta.",
        "“{found}” is not the code of an account.",
        "Escriba el código tal como lo muestra `nap account list`, por ejemplo reporte.mtpe",
        "Write the code as `nap account list` shows it, for example reporte.mtpe",
    ),
    "not_every": wording(
        "«{found}» no dice cada cuánto se lee la fuente.",
        "“{found}” does not say how often the source is read.",
        "Escriba un número y hours o days, por ejemplo «6 hours», «1 day» o «7 days»; como máximo 366 días.",
        "Write a number and hours or days, for example “6 hours”, “1 day” or “7 days”; 366 days at most.",
    ),
    "not_an_hour": wording(
        "«{found}» no es una hora.",
        "“{found}” is not an hour of the day.",
        "Escríbala con cuatro cifras, de 00:00 a 23:59: «06:00».",
        "Write it with four digits, from 00:00 to 23:59: “06:00”.",
    ),
    "not_a_pattern": wording(
        "«{found}» no es un patrón de nombres de archivo.",
        "“{found}” is not a pattern of file names.",
        "Escriba solo el nombre, sin carpetas; * vale por cualquier texto: «*.xlsx». La carpeta va en path.",
        "Write the name alone, without folders; * stands for any text: “*.xlsx”. The folder goes into path.",
    ),
    # An address may hold a secret by mistake: it is never repeated.
    "not_an_address": wording(
        "El valor no es una dirección web http o https.",
        "The value is not a web address of http or https.",
        _ADDRESS_ES,
        _ADDRESS_EN,
    ),
    "secret_in_address": wording(
        "La dirección lleva un usuario o una contraseña.",
        "The address holds a user or a password.",
        "Quítelos: aquí no se guardan secretos. Publique el archivo sin clave o déjelo en una carpeta.",
        "Take them out: no secret is kept here. Publish the file without a password, or put it in a folder.",
    ),
    "not_a_base": wording(
        "La dirección del portal lleva una consulta (?…) o apunta ya a su API.",
        "The portal's address has a query (?…) or leads to its API already.",
        "Escriba solo la dirección del portal, por ejemplo https://www.datosabiertos.gob.pe",
        "Write the portal's address alone, for example https://www.datosabiertos.gob.pe",
    ),
    "not_a_dataset": wording(
        "«{found}» no es el nombre ni el identificador de un conjunto de datos.",
        "“{found}” is neither the name nor the identifier of a dataset.",
        "Copie lo que sigue a /dataset/ en la dirección de su página en el portal.",
        "Copy what follows /dataset/ in the address of its page on the portal.",
    ),
    "not_a_format": wording(
        "«{found}» no es un formato que el registro pueda leer.",
        "“{found}” is not a format that can be loaded.",
        "Use uno de: {allowed}",
        "Use one of: {allowed}",
    ),
    "same_address": wording(
        "La fuente «{found}» ya lee lo mismo con el mismo trabajo.",
        "The source “{found}” reads the same under the same job.",
        "Deje una sola.",
        "Keep one.",
    ),
}
