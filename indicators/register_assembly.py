"""Rows of the registers in, `Registers` out. Pure; `indicators.assembly` calls it for the whole plan.

Stores with an older pack have no such rows: their registers are empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from indicators.register_codes import (
    About,
    Asker,
    ChannelKind,
    Characters,
    EventKind,
    FindingKind,
    FormatBasis,
    LimitUnit,
    Outcome,
    Pairing,
    Precision,
    RecognitionState,
)
from indicators.registers import (
    Channel,
    Dated,
    DecreeChange,
    DocumentCode,
    DocumentPhase,
    Event,
    Exemption,
    IdentityDocument,
    InformationRequest,
    Limit,
    OtherName,
    PlanFinding,
    Portal,
    Recognition,
    Recommendation,
    Registers,
    Service,
    StatedValue,
    Statement,
)
from indicators.row_cells import Cells, cited, day, grouped, listed, needed, text, whole

_VALUE = re.compile(r"(.+?)([=>~])(.+)")


def build_registers(of: Mapping[str, list[Cells]]) -> Registers:
    """The registers that the rows describe; `of` gives the rows of a kind, none where it has none."""
    names = grouped(of["other_names"], by="subject", make=_other_name)
    return Registers(
        recommendations=tuple(_recommendation(c) for c in of["recommendations"]),
        events=tuple(sorted(map(_event, of["events"]), key=lambda event: (event.recommendation, event.order))),
        portals=_portals(of, names),
        identity_documents=_documents(of, names),
        recognitions=tuple(_recognition(c) for c in of["recognitions"]),
        decree_changes=tuple(_decree_change(c) for c in of["decree_changes"]),
        limits=_limits(of),
        findings=tuple(_finding(c) for c in of["findings"]),
        channels=tuple(_channel(c) for c in of["channels"]),
        statements=tuple(_statement(c) for c in of["statements"]),
        requests=tuple(_request(c) for c in of["requests"]),
    )


def _dated(c: Cells, name: str = "date", precision: str = "precision") -> Dated:
    return Dated(day(c[name]), Precision(c[precision]))


def _recommendation(c: Cells) -> Recommendation:
    return Recommendation(
        code=c["code"],
        body=c["body"],
        symbol=c["symbol"],
        paragraph=c["paragraph"],
        dated=_dated(c),
        addressee=c["addressee"],
        open_addressee=text(c, "open_addressee"),
        text=needed(c, "text"),
        action=c["action"],
        indicator=c["indicator"],
        cited=cited(c),
        reference=c["reference"],
    )


def _event(c: Cells) -> Event:
    return Event(
        recommendation=c["recommendation"],
        order=int(c["order"]),
        kind=EventKind(c["kind"]),
        dated=_dated(c),
        entity=c["entity"],
        text=needed(c, "text"),
        cited=cited(c),
        reference=c["reference"],
    )


def _other_name(c: Cells) -> OtherName:
    return OtherName(c["subject"], c["name"], c["source_inconsistent"] == "yes", cited(c))


def _portals(of: Mapping[str, list[Cells]], names: Mapping[str, tuple[OtherName, ...]]) -> tuple[Portal, ...]:
    services = grouped(
        of["portal_services"],
        by="portal",
        make=lambda c: Service(c["portal"], c["code"], needed(c, "name"), cited(c)),
    )
    return tuple(
        Portal(
            code=c["code"],
            name=needed(c, "name"),
            owner=c["owner"],
            url=c["url"],
            expiry_field=c["expiry_field"],
            expiry_advice=text(c, "expiry_advice"),
            open_list=c["open_list"] == "yes",
            cited=cited(c),
            services=services.get(c["code"], ()),
            other_names=names.get(c["code"], ()),
        )
        for c in of["portals"]
    )


def _documents(
    of: Mapping[str, list[Cells]], names: Mapping[str, tuple[OtherName, ...]]
) -> tuple[IdentityDocument, ...]:
    codes = grouped(of["document_codes"], by="document", make=_document_code)
    phases = grouped(of["document_phases"], by="document", make=_phase)
    return tuple(
        IdentityDocument(
            code=c["code"],
            name=needed(c, "name"),
            issuer=c["issuer"],
            of_company=c["of_company"] == "yes",
            historic=c["historic"] == "yes",
            by_country=c["by_country"] == "yes",
            proves=text(c, "proves"),
            holders=text(c, "holders"),
            characters=Characters(c["characters"]),
            digits=whole(c["digits"]),
            longest=whole(c["longest"]),
            number_basis=FormatBasis(c["number_basis"]),
            number_note=text(c, "number_note"),
            cited=cited(c),
            codes=codes.get(c["code"], ()),
            phases=phases.get(c["code"], ()),
            other_names=names.get(c["code"], ()),
        )
        for c in of["identity_documents"]
    )


def _document_code(c: Cells) -> DocumentCode:
    return DocumentCode(
        document=c["document"],
        system=c["system"],
        code=c["code"],
        used_instead=c["used_instead"],
        since=day(c["since"]),
        pairing=Pairing(c["pairing"]),
        cited=cited(c),
    )


def _phase(c: Cells) -> DocumentPhase:
    return DocumentPhase(
        document=c["document"],
        code=c["code"],
        since=_dated(c, "from", "from_precision"),
        until=_dated(c, "until", "until_precision"),
        apply_by=day(c["apply_by"]),
        designs=whole(c["designs"]),
        instrument=c["instrument"],
        text=needed(c, "text"),
        cited=cited(c),
    )


def _recognition(c: Cells) -> Recognition:
    return Recognition(
        accepter=c["accepter"],
        procedure=c["procedure"],
        document=c["document"],
        state=RecognitionState(c["state"]),
        since=_dated(c, "since", "since_precision"),
        asserted_on=day(c["asserted_on"]),
        cited=cited(c),
        reference=c["reference"],
    )


def _decree_change(c: Cells) -> DecreeChange:
    return DecreeChange(c["instrument"], c["code"], c["document"], _dated(c), needed(c, "text"), cited(c))


def _limits(of: Mapping[str, list[Cells]]) -> tuple[Limit, ...]:
    exemptions = tuple(
        Exemption(c["code"], listed(c["limits"]), c["on_request"] == "yes", needed(c, "text"), cited(c))
        for c in of["limit_exemptions"]
    )
    return tuple(
        Limit(
            code=c["code"],
            instrument=c["instrument"],
            article=c["article"],
            text=needed(c, "text"),
            value=Decimal(c["value"]),
            unit=LimitUnit(c["unit"]),
            base=text(c, "base"),
            open_list=c["open_list"] == "yes",
            cited=cited(c),
            exemptions=tuple(exemption for exemption in exemptions if c["code"] in exemption.limits),
        )
        for c in of["limits"]
    )


def _finding(c: Cells) -> PlanFinding:
    return PlanFinding(c["code"], FindingKind(c["kind"]), needed(c, "text"), c["theme"], listed(c["actions"]), cited(c))


def _channel(c: Cells) -> Channel:
    return Channel(
        code=c["code"],
        kind=ChannelKind(c["kind"]),
        address=c["address"],
        entity=c["entity"],
        purpose=needed(c, "purpose"),
        stated_on=day(c["stated_on"]),
        checked_on=day(c["checked_on"]),
        cited=cited(c),
    )


def _statement(c: Cells) -> Statement:
    return Statement(
        code=c["code"],
        about=About(c["about"]),
        speaker=c["speaker"],
        role=needed(c, "role"),
        office=c["office"],
        entity=c["entity"],
        dated=_dated(c),
        place=c["place"],
        text=needed(c, "text"),
        values=tuple(map(_value, listed(c["values"]))),
        unit=c["unit"],
        denominator=whole(c["denominator"]),
        source_inconsistent=c["source_inconsistent"] == "yes",
        action=c["action"],
        indicator=c["indicator"],
        cited=cited(c),
        reference=c["reference"],
    )


def _request(c: Cells) -> InformationRequest:
    return InformationRequest(
        code=c["code"],
        asked_on=_dated(c, "asked_on", "asked_precision"),
        asker_kind=Asker(c["asker_kind"]),
        asker=c["asker"],
        entity=c["entity"],
        about=needed(c, "about"),
        action=c["action"],
        indicator=c["indicator"],
        channel=c["channel"],
        answered_on=_dated(c, "answered_on", "answered_precision"),
        outcome=Outcome(c["outcome"]),
        text=needed(c, "text"),
        cited=cited(c),
        reference=c["reference"],
    )


def _value(cell: str) -> StatedValue:
    found = _VALUE.fullmatch(cell)
    if not found:
        raise ValueError(cell)
    return StatedValue(found[1], found[2], Decimal(found[3]))
