"""What can be found of a plan as a plan, and the sentence of each finding in both languages. Data only."""

from __future__ import annotations

from enum import StrEnum

from indicators.plan import Basis


class FindingCode(StrEnum):
    """What a finding says."""

    NO_TARGET = "no_target"
    ONLY_ASSUMED_TARGET = "only_assumed_target"
    NO_OWNER = "no_owner"
    NO_REPORTER = "no_reporter"
    NO_MEASURE = "no_measure"
    NAMED_UNMEASURED = "named_unmeasured"
    DUTY_UNMEASURED = "duty_unmeasured"
    PROMISED_UNMEASURED = "promised_unmeasured"
    THEME_WITHOUT_ACTION = "theme_without_action"
    TOTALS_DIFFER = "totals_differ"
    UNTITLED = "untitled"
    TITLE_CUT = "title_cut"
    WITHOUT_INDICATORS = "without_indicators"
    NOT_ALIGNED = "not_aligned"
    FINDING_UNANSWERED = "finding_unanswered"
    DOCUMENT_UNCODED = "document_uncoded"


BASES = {
    Basis.PLAN: ("el plan", "the plan"),
    Basis.ENTITY: ("la entidad", "the entity"),
    Basis.IMPLIED: ("implícita en el nombre", "implied by the name"),
    Basis.TRACKER: ("supuesto del tablero", "assumed by the tracker"),
    Basis.DEMONSTRATION: ("demostración", "demonstration"),
}
QUALIFIERS = {"": ("", ""), "more_than": ("más de ", "more than "), "about": ("alrededor de ", "about ")}
SUBJECTS = {
    "guidelines": ("lineamientos", "guidelines"),
    "objectives": ("objetivos", "objectives"),
    "actions": ("acciones", "actions"),
    "indicators": ("indicadores", "indicators"),
    "entities": ("entidades", "entities"),
    "working_group": ("entidades del grupo de trabajo", "entities of the working group"),
    "themes": ("temas", "themes"),
}
SENTENCES: dict[FindingCode, tuple[str, str]] = {
    FindingCode.NO_TARGET: (
        "{subject} «{label}» no tiene meta.",
        "{subject} “{label}” has no target.",
    ),
    FindingCode.ONLY_ASSUMED_TARGET: (
        "{subject} «{label}» no tiene meta publicada; la que se usa es: {bases}.",
        "{subject} “{label}” has no published target; the one used is: {bases}.",
    ),
    FindingCode.NO_OWNER: (
        "{subject} «{label}» no tiene entidad responsable.",
        "{subject} “{label}” has no responsible entity.",
    ),
    FindingCode.NO_REPORTER: (
        "{subject} «{label}» no tiene quien lo reporte.",
        "{subject} “{label}” has nobody who reports it.",
    ),
    FindingCode.NO_MEASURE: (
        "{subject} «{label}» no dice cómo se mide.",
        "{subject} “{label}” does not say how it is measured.",
    ),
    FindingCode.NAMED_UNMEASURED: (
        "{subject}: los antecedentes nombran «{text}» y ningún indicador del plan lo cubre{own}.",
        "{subject}: the background names “{text}” and no indicator of the plan covers it{own}.",
    ),
    FindingCode.DUTY_UNMEASURED: (
        "{subject}: los antecedentes imponen un deber, «{text}», y ningún indicador del plan lo mide{own}.",
        "{subject}: the background sets a duty, “{text}”, and no indicator of the plan measures it{own}.",
    ),
    FindingCode.PROMISED_UNMEASURED: (
        "{subject}: promete «{text}» y ningún indicador del plan lo mide{own}.",
        "{subject}: it promises “{text}” and no indicator of the plan measures it{own}.",
    ),
    FindingCode.THEME_WITHOUT_ACTION: (
        "El tema «{title}» se nombra y ninguna acción cargada lo trata.",
        "The theme “{title}” is named and no action loaded deals with it.",
    ),
    FindingCode.TOTALS_DIFFER: (
        "Las fuentes no coinciden en el número de {what}: {stated}.",
        "Sources disagree on the number of {what}: {stated}.",
    ),
    FindingCode.UNTITLED: (
        "Ninguna fuente leída da el título del {what} {subject}.",
        "No source read gives the title of {what} {subject}.",
    ),
    FindingCode.TITLE_CUT: (
        "{subject}: la fuente corta el título de la acción.",
        "{subject}: the source cuts the action's title.",
    ),
    FindingCode.WITHOUT_INDICATORS: (
        "{subject}: se conoce la acción, pero sus indicadores no están cargados.",
        "{subject}: the action is known, but its indicators are not loaded.",
    ),
    FindingCode.NOT_ALIGNED: (
        "{title}: {count} de {total} acciones cargadas tienen alineamiento.",
        "{title}: {count} of {total} actions loaded are aligned.",
    ),
    FindingCode.FINDING_UNANSWERED: (
        "Del diagnóstico{where}: «{text}»; ninguna acción cargada responde a esto.",
        "From the diagnosis{where}: “{text}”; no action loaded answers it.",
    ),
    FindingCode.DOCUMENT_UNCODED: (
        "{subject} «{text}» no tiene código en {system}{used}.",
        "{subject} “{text}” has no code in {system}{used}.",
    ),
}
