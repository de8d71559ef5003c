"""The pages of the registers: what is known with its source, what is not known in words, nothing brought unmarked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest
from jinja2 import Environment

from dashboard.documents import channels, identity_documents, norms, recommendations, statements
from dashboard.documents.page import Visit, environment
from dashboard.serving.assets import Assets
from dashboard.texts import Texts
from indicators import queries
from indicators.pack_format import INSTRUMENT_KINDS, INSTRUMENT_STATES
from indicators.packs import read_pack
from indicators.periods import Quarter
from indicators.plan import Plan
from indicators.register_codes import (
    About,
    ChannelKind,
    Characters,
    EventKind,
    FindingKind,
    FormatBasis,
    LimitUnit,
    Pairing,
    RecognitionState,
)
from indicators.register_view import RegisterView, register_view
from indicators.registers import UNANSWERED, Channel, Registers
from indicators.results import RowOrigin
from indicators.store import Store
from tests import builders as b
from tests import stores as s
from tests.dashboard.details import of_state
from tests.dashboard.test_documents import Reader, read

Render = Callable[[RegisterView, Texts, Visit, Environment], str]
PAGES: Mapping[str, Render] = {
    "recommendations": recommendations.render,
    "identity-documents": identity_documents.render,
    "norms": norms.render,
    "statements": statements.render,
    "channels": channels.render,
}
TEXTS = {lang: Texts(lang) for lang in ("es", "en")}
TEMPLATES, ASSETS = environment(), Assets().addresses


def peru() -> Plan:
    plan = read_pack("peru_pna", demonstration=False).plan
    assert plan is not None
    return plan


PERU = peru()


def view(plan: Plan = PERU, brought: Mapping[tuple[str, str], RowOrigin] | None = None) -> RegisterView:
    some = next(iter(of_state().values())).progress
    judged = {indicator.code: some for indicator in plan.indicators()}
    published = b.release(reference="2026-Q3", published_on=date(2026, 11, 5))
    return RegisterView(b.overview(plan, judged, published), brought or {})


def page(name: str, shown: RegisterView, lang: str = "es", release: int | None = None) -> str:
    visit = Visit("https://pna.example", name, date(2026, 11, 22), release, ASSETS)
    return PAGES[name](shown, TEXTS[lang], visit, TEMPLATES)


def part(document: str, named: str, *, ends: str = "</section>|</tr>|</li>") -> str:
    """The words of the element with an id, up to where a row or a section `ends`."""
    found = re.search(rf'id="{re.escape(named)}"(.*?)(?={ends})', document, re.DOTALL)
    assert found is not None, named
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", found[1])).replace("\u00a0", " ")


ORIGIN = RowOrigin(
    "recommendations", "DP", Quarter(2026, 3), "", "", 2, "ab" * 32, True, date(2026, 10, 5), date(2026, 10, 9),
    "command_line",
)  # fmt: skip


@pytest.fixture(scope="module")
def read_pages() -> dict[tuple[str, str], Reader]:
    return {(name, lang): read(page(name, view(), lang, release=1)) for name in PAGES for lang in TEXTS}


def test_every_page_is_well_formed_and_answers_first(read_pages: dict[tuple[str, str], Reader]) -> None:
    for (name, lang), found in read_pages.items():
        assert found.headings[0] == 1, name
        assert all(after <= before + 1 for before, after in zip(found.headings, found.headings[1:], strict=False)), name
        assert len(found.ids) == len(set(found.ids)), name
        tags = [tag for tag, _ in found.elements]
        tag, attributes = found.elements[tags.index("h1") + 1]
        assert (tag, attributes.get("class")) == ("p", "says"), (name, lang)


def test_links_stay_in_the_release_and_their_anchors_exist(read_pages: dict[tuple[str, str], Reader]) -> None:
    """A code in a page's link to another of these pages is an id there."""
    ids = {key: set(found.ids) for key, found in read_pages.items()}
    seen = 0
    for (name, lang), found in read_pages.items():
        for link in found.links:
            path, _, fragment = link.partition("#")
            target = path.partition("?")[0].removeprefix(f"/{lang}/") if path else name
            if fragment and (target, lang) in ids:
                assert fragment in ids[target, lang], (name, link)
                seen += bool(path)
            if path.startswith(f"/{lang}/"):
                assert path.endswith("?release=1") or target == name, (name, link)
    assert seen


def test_every_row_can_be_linked_to(read_pages: dict[tuple[str, str], Reader]) -> None:
    registers = PERU.registers
    expected = {
        "recommendations": [r.code for r in registers.recommendations]
        + [f"{e.recommendation}-{e.order}" for e in registers.events]
        + [f"finding-{f.code}" for f in registers.findings],
        "identity-documents": [d.code for d in registers.identity_documents]
        + [p.code for p in registers.portals]
        + [f"{r.accepter}-{r.document}" for r in registers.recognitions]
        + [f"{d.code}-{p.code}" for d in registers.identity_documents for p in d.phases],
        "norms": [i.code for i in PERU.instruments]
        + [limit.code for limit in registers.limits]
        + [f"{c.instrument}-{c.code}" for c in registers.decree_changes],
        "statements": [one.code for one in registers.statements],
        "channels": [one.code for one in registers.channels],
    }
    for name, codes in expected.items():
        assert [code for code in codes if code not in read_pages[name, "es"].ids] == [], name


@pytest.mark.parametrize("lang", ["es", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_a_plan_without_registers_says_so(name: str, lang: str) -> None:
    bare = replace(PERU, registers=Registers(), instruments=(), terms=PERU.terms[:1])
    found = read(page(name, view(bare), lang))
    says = {
        "recommendations": "recommendations.none",
        "identity-documents": "identity.none",
        "channels": "channels.none",
        "norms": "norms.no_limits",
        "statements": "statements.nothing_said",
    }[name]
    assert TEXTS[lang](says) in found.text


def test_accepted_and_asserted_are_never_said_to_be_verified() -> None:
    document = page("recommendations", view())
    chain = part(document, "DP-2022-1", ends="</section>")
    assert TEXTS["es"]("standing.asserted") in chain
    assert TEXTS["es"]("standing.verified") not in document.replace(TEXTS["es"]("recommendations.none_verified"), "")
    answer = recommendations.answer_sentence(PERU.registers)
    assert answer.operand("count") == 4
    assert TEXTS["es"].say(answer).endswith(TEXTS["es"]("recommendations.none_verified"))


def test_a_date_that_no_source_gives_stays_unknown() -> None:
    moments = page("recommendations", view())
    assert "a más tardar el 27 dic. 2022" in part(moments, "DP-2022-1-3")
    machine = re.search(r'id="DP-2022-1-3".*?</li>', moments, re.DOTALL)
    assert machine is not None
    assert "<time" not in machine[0]
    assert '<time datetime="2022-12-27">' in moments
    assert TEXTS["es"]("identity.since_unknown") in part(page("identity-documents", view()), "emplea_peru-CPP")


def test_the_chain_carries_status_and_figure_of_action_and_indicator() -> None:
    shown = view()
    document = page("recommendations", shown)
    chain = document[document.index('id="DP-2022-1"') : document.index('id="DP-2022-2"')]
    status = shown.indicator("2.1.p72.t1")
    assert status is not None
    assert 'href="/es/actions/2.1.p72"' in chain
    assert 'href="/es/indicators/2.1.p72.t1"' in chain
    assert TEXTS["es"](f"state.{status.progress.state}") in chain
    of_action = document[document.index('id="CMW-2015-1"') : document.index('id="CMW-2015-2"')]
    assert of_action.count('href="/es/indicators/2.1.p78.') == 2
    assert TEXTS["es"]("recommendations.of_action") in of_action


def test_a_finding_that_nothing_answers_says_so() -> None:
    document = page("recommendations", view())
    assert TEXTS["es"]("findings.no_action") in part(document, "finding-educacion")
    assert TEXTS["es"]("findings.no_action") not in part(document, "finding-identificacion")


def test_a_document_of_which_nothing_is_known_is_not_refused() -> None:
    document = page("identity-documents", view())
    assert TEXTS["es"]("taken.unknown") in part(document, "emplea_peru-CSR")
    assert TEXTS["es"]("taken.not_accepted") not in document
    refused = replace(PERU.registers.recognitions[0], document="CSR", state=RecognitionState.NOT_ACCEPTED)
    registers = replace(PERU.registers, recognitions=(*PERU.registers.recognitions, refused))
    document = page("identity-documents", view(replace(PERU, registers=registers)))
    assert TEXTS["es"]("taken.not_accepted") in part(document, "emplea_peru-CSR")


def test_changes_of_a_document_stand_in_time_those_of_no_date_last() -> None:
    rows = identity_documents.in_time(PERU.registers.decree_changes)
    undated = replace(rows[0], dated=replace(rows[0].dated, day=None))
    again = identity_documents.in_time((undated, *reversed(rows)))
    assert again[-1] == undated
    days = [row.dated.day for row in again[:-1] if row.dated.day]
    assert days == sorted(days)
    assert days[0] < days[-1]


def test_codes_of_systems_keep_their_zeros_and_none_is_not_unknown() -> None:
    document = page("identity-documents", view())
    codes = document[document.index('id="codes"') :]
    assert "<code>09</code>" in codes
    assert "<code>00102</code>" in codes
    assert TEXTS["es"]("code.none_used", code="0") in codes
    assert TEXTS["es"]("code.unknown") in codes


def test_what_a_return_brought_leads_to_its_file() -> None:
    keys = {
        "recommendations": [("recommendations", "DP-2022-1"), ("events", "DP-2022-1|3")],
        "identity-documents": [("recognitions", "emplea_peru||CPP")],
        "statements": [("statements", "dp_2022_cpp")],
    }
    for name, rows in keys.items():
        assert ORIGIN.file_hash not in page(name, view())
        document = page(name, view(brought=dict.fromkeys(rows, ORIGIN)))
        assert document.count(ORIGIN.file_hash) == len(rows), name
        assert "DP del III trimestre 2026" in document.replace("\u00a0", " ")


def test_rows_that_a_return_brought_are_read_with_it_on_both_engines(store: Store) -> None:
    s.with_plan(store)
    s.published(store, s.with_more(s.draft(s.figure(value=10)), registers=(s.recommendation(),)))
    with store.read() as session:
        shown = register_view(session)
        before = register_view(session, number=1)
        assert register_view(session, number=9) is None
        hashes = {origin.file_hash for origin in queries.brought_rows(session, 2).values()}
    assert shown is not None
    assert before is not None
    document = page("recommendations", shown)
    assert shown.plan.registers.recommendations
    assert [value for value in hashes if value not in document] == []
    assert TEXTS["es"]("recommendations.none") in page("recommendations", before)


def test_norms_work_out_what_the_limit_leaves_and_which_targets_moved() -> None:
    document = page("norms", view())
    limit = part(document, "dleg689_personal", ends="</section>")
    assert "1 a 4 0" in limit
    assert "5 a 9 1" in limit
    assert "1 a 4" not in part(document, "dleg689_remuneraciones", ends="</section>")
    assert TEXTS["es"]("instrument_status.not_ratified") in part(document, "C97")
    assert TEXTS["es"]("instrument_status.unknown") in part(document, "C118")
    moved = document[document.index('id="moved"') : document.index('id="laws"')]
    assert 'href="/es/indicators/2.1.p78.a"' in moved
    assert "al 31 dic. 2026" in moved.replace("\u00a0", " ")
    plan = read_pack("peru_pna", demonstration=True).plan
    assert plan is not None
    (programme,) = (one for action in plan.actions() for one in action.indicators if one.code == "3.1.p91.a")
    original, extended = (norms.final_of(programme, version) for version in (1, 2))
    assert original is not None
    assert extended is not None
    assert "9 pasos" in TEXTS["es"].say(original)
    assert "9 pasos" in TEXTS["es"].say(extended), "an extension moves some steps; those left alone still count"


def test_an_extension_is_unknown_before_its_act() -> None:
    shown = view()
    earlier = b.release(reference="2024-Q3", published_on=date(2024, 11, 5))
    before = replace(shown, overview=replace(shown.overview, release=earlier, releases=(earlier,)))
    assert [version.version for version in norms.terms_known(before)] == [1]
    assert norms.answer_sentence(before).key == "norms.says"
    assert norms.answer_sentence(shown).key == "norms.says_extended"


def test_statements_stand_beside_our_count_and_their_shares_are_not_computed_with() -> None:
    document = page("statements", view())
    told = part(document, "minjusdh_2025_avance")
    assert "51.4 %" in told
    assert "más de 15 %" in told
    assert "169" in told
    assert TEXTS["es"]("statements.inconsistent") in part(document, "mtpe_2024_cul")
    assert TEXTS["es"]("dated.unknown") in part(document, "mtpe_2024_cul")
    assert "de 97" in document
    order = [document.index(f'id="{code}"') for code in ("ds_028_2025", "minjusdh_2025_avance", "mtpe_2024_cul")]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("kind", "address", "href"),
    [
        (ChannelKind.PHONE, "(01) 945-084 479", "tel:01945084479"),
        (ChannelKind.EMAIL, "a@b.example", "mailto:a@b.example"),
        (ChannelKind.WEB, "https://b.example/x", "https://b.example/x"),
        (ChannelKind.WEB, "javascript:alert(1)", ""),
        (ChannelKind.OFFICE, "Jirón 1", ""),
    ],
)
def test_a_channel_is_a_link_where_it_can_be_one(kind: ChannelKind, address: str, href: str) -> None:
    like = PERU.registers.channels[0]
    channel: Channel = replace(like, kind=kind, address=address)
    assert channels.href(channel) == href


def test_a_channel_that_nobody_has_tried_says_so_and_one_that_was_says_when() -> None:
    assert TEXTS["es"]("channels.unchecked") in part(page("channels", view()), "dp_web")
    tried = tuple(replace(one, checked_on=date(2026, 11, 2)) for one in PERU.registers.channels)
    plan = replace(PERU, registers=replace(PERU.registers, channels=tried))
    document = page("channels", view(plan))
    assert TEXTS["es"]("channels.unchecked") not in document
    assert "2 nov. 2026" in part(document, "dp_web")


def test_every_code_of_the_registers_has_its_words() -> None:
    worded = {
        "event": tuple(EventKind),
        "standing": (*(kind for kind in EventKind if kind not in UNANSWERED), "unanswered"),
        "taken": (*RecognitionState, "unknown"),
        "recognition": tuple(RecognitionState),
        "channel_kind": tuple(ChannelKind),
        "characters": tuple(Characters),
        "format_basis": tuple(FormatBasis),
        "pairing": (Pairing.OURS,),  # a pairing that the source states needs no word of ours
        "finding": tuple(FindingKind),
        "about": tuple(About),
        "instrument_kind": INSTRUMENT_KINDS,
        "instrument_status": (*INSTRUMENT_STATES, "unknown"),
    }
    for texts in TEXTS.values():
        assert all(texts(f"{key}.{code}") for key, codes in worded.items() for code in codes)
        assert all(texts(f"limit_value.{unit}", count=2, value=3) for unit in LimitUnit)
