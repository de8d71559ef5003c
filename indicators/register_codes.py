"""The closed lists of the registers of a plan. Data only."""

from __future__ import annotations

from enum import StrEnum


class Precision(StrEnum):
    """How well a date is known. Of a month or a year the first day is kept; `by` is the last day that it can be."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    BY = "by"
    UNKNOWN = "unknown"


class EventKind(StrEnum):
    """What followed a recommendation. Accepted is not verified: somebody else has to have looked."""

    WARNED = "warned"
    ISSUED = "issued"
    REITERATED = "reiterated"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    ASSERTED = "asserted"
    VERIFIED = "verified"
    REFUTED = "refuted"


class RecognitionState(StrEnum):
    """Whether a document is accepted: as a source reports, as somebody asserts, as somebody has checked; or not."""

    ACCEPTED = "accepted"
    ASSERTED = "asserted"
    VERIFIED = "verified"
    NOT_ACCEPTED = "not_accepted"


class Characters(StrEnum):
    """What a document's number is made of."""

    DIGITS = "digits"
    ALPHANUMERIC = "alphanumeric"


class FormatBasis(StrEnum):
    """What the form of a document's number rests on: a rule of the State, word of who issues it, or practice alone."""

    RULE = "rule"
    ISSUER = "issuer"
    PRACTICE = "practice"


class Pairing(StrEnum):
    """Who says that a code of a system is that document's: the system, or we, by its name."""

    STATED = "stated"
    OURS = "ours"


class FindingKind(StrEnum):
    """What a finding of the plan's diagnosis is: something achieved, or something still needed."""

    PROGRESS = "progress"
    NEED = "need"


class About(StrEnum):
    """What a statement is of."""

    PROGRESS = "progress"
    LAW = "law"
    COMMITMENT = "commitment"
    SERVICE = "service"


class ChannelKind(StrEnum):
    """How a channel is reached."""

    PHONE = "phone"
    WEB = "web"
    EMAIL = "email"
    OFFICE = "office"


class Asker(StrEnum):
    """Who asked for information: never a person's name."""

    ORGANISATION = "organisation"
    UNIVERSITY = "university"
    PRESS = "press"
    PUBLIC_ENTITY = "public_entity"
    PERSON = "person"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What came of a request for information. Not answered is not the same as not known."""

    ANSWERED = "answered"
    PARTLY = "partly"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    UNKNOWN = "unknown"


class LimitUnit(StrEnum):
    """The unit of a legal limit; UIT is the tax unit that the State fixes each year."""

    PERCENT = "percent"
    UIT = "uit"
    YEARS = "years"
    WORKING_DAYS = "working_days"
