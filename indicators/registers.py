"""The registers of a plan as frozen objects: what stands beside its figures and is never mixed with them.

Recommendations and what followed, portals, identity documents and who accepts them, what decrees changed, limits of the
law, findings, channels, statements, requests for information. Pure data with the few questions that only need the
registers. What a source does not say stays empty: a date may be known to the day, to the month, to the year, only as
"by", or not at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
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
from indicators.words import Cited, Text

# The kinds that register jobs bring too; rows of the others come with the pack alone.
REGISTER_KINDS = ("recommendations", "events", "recognitions", "statements")
# What a recommendation has gone through while nobody has answered it.
UNANSWERED = (EventKind.WARNED, EventKind.ISSUED, EventKind.REITERATED)


@dataclass(frozen=True, slots=True)
class Dated:
    """A date and how well it is known; None where it is not."""

    day: date | None
    precision: Precision


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What `body` recommended to `addressee`, an entity, or to `open_addressee` where none is named.

    `reference` says where it is read, where that is not among the plan's sources.
    """

    code: str
    body: str
    symbol: str
    paragraph: str
    dated: Dated
    addressee: str
    open_addressee: Text | None
    text: Text
    action: str
    indicator: str
    cited: Cited
    reference: str


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that followed a recommendation, in `order`; `entity` is whose doing it is, where known."""

    recommendation: str
    order: int
    kind: EventKind
    dated: Dated
    entity: str
    text: Text
    cited: Cited
    reference: str


@dataclass(frozen=True, slots=True)
class Service:
    """A service of a portal."""

    portal: str
    code: str
    name: Text
    cited: Cited


@dataclass(frozen=True, slots=True)
class OtherName:
    """Another name of a portal or an identity document. `source_inconsistent`: its source uses several by turns."""

    subject: str
    name: str
    source_inconsistent: bool
    cited: Cited


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal of the State. `expiry_field` is what it calls the end of a document's validity, as it words it.

    `services` is only a part of them where `open_list` is set.
    """

    code: str
    name: Text
    owner: str
    url: str
    expiry_field: str
    expiry_advice: Text | None
    open_list: bool
    cited: Cited
    services: tuple[Service, ...] = ()
    other_names: tuple[OtherName, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentCode:
    """The code of a document in a system of the State, as text; "" where the system has none (then `used_instead`)."""

    document: str
    system: str
    code: str
    used_instead: str
    since: date | None
    pairing: Pairing
    cited: Cited


@dataclass(frozen=True, slots=True)
class DocumentPhase:
    """A time in which a document was issued on the same terms; `designs` is how many designs of the card there are."""

    document: str
    code: str
    since: Dated
    until: Dated
    apply_by: date | None
    designs: int | None
    instrument: str
    text: Text
    cited: Cited


@dataclass(frozen=True, slots=True)
class IdentityDocument:
    """An identity document: who issues it (a code, "" for other States), what it proves and for whom.

    `digits` is the usual number of digits of its number and `longest` the most characters that systems take; what
    these rest on is `number_basis`, and only a rule lets a number be refused. `by_country`: each country numbers it.
    """

    code: str
    name: Text
    issuer: str
    of_company: bool
    historic: bool
    by_country: bool
    proves: Text | None
    holders: Text | None
    characters: Characters
    digits: int | None
    longest: int | None
    number_basis: FormatBasis
    number_note: Text | None
    cited: Cited
    codes: tuple[DocumentCode, ...] = ()
    phases: tuple[DocumentPhase, ...] = ()
    other_names: tuple[OtherName, ...] = ()

    @property
    def earliest(self) -> date | None:
        """The first day on which it can have been issued; None where that is not known."""
        known = [phase.since.day for phase in self.phases]
        return min((day for day in known if day), default=None) if all(known) else None


@dataclass(frozen=True, slots=True)
class Recognition:
    """Whether `accepter`, a portal or an entity, takes `document`, in `procedure` where one is named.

    `since` is when it began; `asserted_on` the day on which somebody said so, which is not the same.
    """

    accepter: str
    procedure: str
    document: str
    state: RecognitionState
    since: Dated
    asserted_on: date | None
    cited: Cited
    reference: str


@dataclass(frozen=True, slots=True)
class DecreeChange:
    """What an instrument changed, of an identity document where one is named."""

    instrument: str
    code: str
    document: str
    dated: Dated
    text: Text
    cited: Cited


@dataclass(frozen=True, slots=True)
class Exemption:
    """Who is left out of `limits`; by the law itself, or `on_request`."""

    code: str
    limits: tuple[str, ...]
    on_request: bool
    text: Text
    cited: Cited


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of the law: `value` in `unit`, of `base`. `open_list`: its source names only some of the exemptions."""

    code: str
    instrument: str
    article: str
    text: Text
    value: Decimal
    unit: LimitUnit
    base: Text | None
    open_list: bool
    cited: Cited
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """A finding of the plan's own diagnosis, and the actions loaded that answer it (none: nothing loaded does)."""

    code: str
    kind: FindingKind
    text: Text
    theme: str
    actions: tuple[str, ...]
    cited: Cited


@dataclass(frozen=True, slots=True)
class Channel:
    """Where to ask or complain. `stated_on` is the day of the source, `checked_on` when somebody last tried it."""

    code: str
    kind: ChannelKind
    address: str
    entity: str
    purpose: Text
    stated_on: date | None
    checked_on: date | None
    cited: Cited


@dataclass(frozen=True, slots=True)
class StatedValue:
    """A number that a statement gives: `relation` is `=`, `>` (more than) or `~` (about)."""

    name: str
    relation: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    """What an official said. It stands beside our figures and is never computed with.

    `denominator` is what its shares are of, where the source says; `source_inconsistent`: it contradicts itself.
    """

    code: str
    about: About
    speaker: str
    role: Text
    office: str
    entity: str
    dated: Dated
    place: str
    text: Text
    values: tuple[StatedValue, ...]
    unit: str
    denominator: int | None
    source_inconsistent: bool
    action: str
    indicator: str
    cited: Cited
    reference: str

    @property
    def denominator_known(self) -> bool:
        """Whether its shares could be computed again."""
        return self.denominator is not None


@dataclass(frozen=True, slots=True)
class InformationRequest:
    """A request for information about the plan to `entity`, by `asker`, an organisation ("" where it is a person or is
    not known), and what came of it. `channel` says how it was handed in, where the source says so."""

    code: str
    asked_on: Dated
    asker_kind: Asker
    asker: str
    entity: str
    about: Text
    action: str
    indicator: str
    channel: str
    answered_on: Dated
    outcome: Outcome
    text: Text
    cited: Cited
    reference: str


@dataclass(frozen=True, slots=True)
class Registers:
    """Everything of a plan that is neither promised nor counted."""

    recommendations: tuple[Recommendation, ...] = ()
    events: tuple[Event, ...] = ()
    portals: tuple[Portal, ...] = ()
    identity_documents: tuple[IdentityDocument, ...] = ()
    recognitions: tuple[Recognition, ...] = ()
    decree_changes: tuple[DecreeChange, ...] = ()
    limits: tuple[Limit, ...] = ()
    findings: tuple[PlanFinding, ...] = ()
    channels: tuple[Channel, ...] = ()
    statements: tuple[Statement, ...] = ()
    requests: tuple[InformationRequest, ...] = ()

    def followed(self, recommendation: str) -> tuple[Event, ...]:
        """What followed a recommendation, in order."""
        return tuple(event for event in self.events if event.recommendation == recommendation)

    def verified(self, recommendation: str) -> bool:
        """Whether the last word on it is that somebody checked and found it done. Acceptance alone is not."""
        checked = [e.kind for e in self.followed(recommendation) if e.kind in (EventKind.VERIFIED, EventKind.REFUTED)]
        return checked[-1:] == [EventKind.VERIFIED]

    def standing(self, recommendation: str) -> EventKind | None:
        """The last answer that a recommendation has had, or the last thing said or found of it; None: none is known."""
        answers = [event.kind for event in self.followed(recommendation) if event.kind not in UNANSWERED]
        return answers[-1] if answers else None

    def document(self, code: str) -> IdentityDocument | None:
        """The identity document with `code`, or None."""
        return next((document for document in self.identity_documents if document.code == code), None)

    def portal(self, code: str) -> Portal | None:
        """The portal with `code`, or None."""
        return next((portal for portal in self.portals if portal.code == code), None)

    @property
    def answer_term(self) -> Limit | None:
        """The law's term for an answer to a request for information: the limit in working days; None without one."""
        return next((limit for limit in self.limits if limit.unit is LimitUnit.WORKING_DAYS), None)

    def counts(self) -> Iterator[tuple[str, int]]:
        """How many rows each register has."""
        for register in fields(self):
            yield register.name, len(getattr(self, register.name))
