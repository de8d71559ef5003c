"""What readers see of the record: corrections, figures removed by law, evidence, releases and their files."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient

from dashboard.app import create_app
from indicators import announcements, erasure, evidence, plan_changes, queries, releases, returns
from indicators.assembly import PlanRow
from indicators.exports.status import document
from indicators.exports.verify_release import check
from indicators.figure_refs import FigureRef
from indicators.periods import Quarter
from indicators.release_record import release_record
from indicators.returns import Receipt
from indicators.store import Store
from migrations.run import at_newest
from tests import stores as s

LIMA = ZoneInfo("America/Lima")
PAGE = f"/es/indicators/{s.COUNT}"
REF = FigureRef(s.COUNT, "MIN", Quarter(2023, 4))
GROUND = "Ley 29733, resolución 12-2026"
DAY = timedelta(days=1)
NOTICE = "Rectificación importante en la publicación N.° 3, del 5 feb. 2024."


class Site:
    """The public side of a store on a day that a test sets."""

    def __init__(self, store: Store) -> None:
        self.now = s.MONDAY
        self.store = store
        self.client: FlaskClient = create_app(store, at_revision=at_newest, clock=self.clock).test_client()

    def clock(self, zone: ZoneInfo) -> datetime:
        return self.now.astimezone(zone)

    def page(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, address
        return answer.get_data(as_text=True).replace("\u00a0", " ")

    def main(self, address: str) -> str:
        """What a page says of its subject: without head, header and the list of releases."""
        found = re.search(r"<main.*</main>", self.page(address), re.DOTALL)
        assert found
        return found[0]

    def erase(self) -> None:
        with self.store.write() as session:
            erasure.erase(session, REF, ground=GROUND, who=s.ADMINISTRATOR, agreed_by=s.PLANNER, now=s.MONDAY)


@pytest.fixture
def site(store: Store) -> Site:
    """The plan and, in release 2, ten letters of a ministry and seven of an office."""
    s.with_plan(store)
    s.published(store, s.draft(s.figure(value=987)), s.draft(s.figure(value=7), entity="OFI"))
    return Site(store)


def correct(store: Store, value: int = 1234) -> None:
    s.published(store, s.draft(s.changed(s.figure(value=value), change="correction")))


# As published --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [f"{PAGE}?release=2", f"/en/indicators/{s.COUNT}?release=2", "/es/?release=2",
                                     "/es/actions/1.1.p7?release=2", "/es/releases?release=2"])  # fmt: skip
def test_what_a_release_said_it_says_after_a_correction(site: Site, address: str) -> None:
    before = site.main(address)
    correct(site.store)
    with site.store.write() as session:
        announcements.announce(
            session, reference=Quarter(2024, 1), at=s.MONDAY + 99 * DAY, who=s.PLANNER, now=s.MONDAY + DAY
        )
    after = site.main(address)
    if address.startswith("/es/releases"):
        assert "Como se sabía el 5 de febrero de 2024: la publicación vigente era la <b>N.° 2</b>" in after
        before, after = (main[main.index("<h2>") :] for main in (before, after))
    assert after.replace(' <span class="soft">(vigente)</span>', "") == before.replace(
        ' <span class="soft">(vigente)</span>', ""
    )
    assert "1,234" not in before


def test_the_triangle_shows_the_figure_before_and_after(site: Site) -> None:
    correct(site.store)
    table = re.search(r'<details class="triangle">.*?</details>', site.main(PAGE), re.DOTALL)
    assert table
    words = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", table[0]))
    assert "N.° 3 5 feb. 2024 N.° 2 5 feb. 2024 2023-T4 MIN 1,234 cambió 987" in words
    assert "2023-T4 OFI 7 7" in words
    assert f'href="{PAGE}?release=2"' in table[0]
    assert "1 de 2 cifras cambió después de su primera publicación." in site.main(PAGE)
    assert "0 de 2 cifras cambiaron después" in site.main(f"{PAGE}?release=2")
    assert "Triángulo" not in site.main(f"{PAGE}?release=1")


# Notices -------------------------------------------------------------------------------------------------------------


def test_a_material_correction_is_told_above_the_chart_with_its_reason(site: Site) -> None:
    correct(site.store, value=5)
    page = site.main(PAGE)
    banner = page[: page.index("<figure")]
    assert NOTICE in banner
    assert "2023-T4, MIN: 5 en lugar de 987" in banner
    assert "Clase: rectificación. Sustento: dos sesiones más" in banner
    assert "pasó de «Meta alcanzada» a «No determinable con lo reportado»" in banner
    assert 'href="#changes"' in banner
    assert 'id="changes"' in page
    english = site.main(f"/en/indicators/{s.COUNT}")
    assert "Material correction in release No. 3" in english
    assert "5 instead of 987" in english
    assert NOTICE in site.main("/es/")
    assert NOTICE not in site.main(f"{PAGE}?release=2")
    assert NOTICE not in site.main("/es/?release=2")


def test_a_notice_stands_for_a_year_and_for_ever_in_its_own_release(site: Site) -> None:
    correct(site.store)
    site.now = datetime(2025, 2, 5, 20, tzinfo=UTC)
    assert NOTICE in site.main(PAGE)
    assert NOTICE in site.main("/es/")
    site.now += DAY
    assert NOTICE not in site.main(PAGE)
    assert NOTICE not in site.main("/es/")
    s.published(site.store, s.draft(s.figure(value=1, quarter="2023-Q3"), quarter="2023-Q3"))
    assert NOTICE in site.main(f"{PAGE}?release=3")


def test_a_correction_that_hardly_moves_raises_nothing(site: Site) -> None:
    correct(site.store, value=988)
    assert "Rectificación importante" not in site.main(PAGE)


def test_the_status_document_has_notices_only_where_its_release_raised_them(site: Site) -> None:
    with site.store.read() as session:
        before = queries.overview(session, number=2)
    correct(site.store)
    s.published(site.store, s.draft(s.figure(value=1, quarter="2023-Q3"), quarter="2023-Q3"))
    with site.store.read() as session:
        of = {number: queries.overview(session, number=number) for number in (2, 3, 4)}
    documents = {number: document(one) for number, one in of.items() if one}
    assert before is not None
    assert documents[2] == document(before)
    assert ["notices" in json.loads(documents[number]) for number in (2, 3, 4)] == [False, True, False]
    (raised,) = json.loads(documents[3])["notices"]
    assert raised["corrections"][0]["amounts"] == {"value": {"before": 987, "after": 1234}}


# Tombstones ----------------------------------------------------------------------------------------------------------


def test_a_figure_that_the_law_forced_out_is_gone_from_every_release_and_leaves_its_ground(site: Site) -> None:
    correct(site.store)
    addresses = [f"{place}{release}" for place in (PAGE, "/es/", "/es/releases") for release in ("", "?release=2")]
    assert any("987" in site.main(address) for address in addresses)
    site.erase()
    said = f"Cifra retirada el 5 feb. 2024 por mandato legal: {GROUND}"
    for address in addresses:
        main = re.sub(r"<code.*?</code>", "", site.main(address), flags=re.DOTALL)
        assert "987" not in main
        assert "1,234" not in main
    for address in (PAGE, f"{PAGE}?release=2", f"{PAGE}?release=3"):
        table, rest = site.main(address).split("</table>", 1)
        assert f"MIN: {said}" in table
        assert f"<strong>2023-T4, MIN.</strong> {said}" in rest
        assert "retirada por mandato legal" in rest
    assert "mandato legal" not in site.main(f"{PAGE}?release=1")
    assert "removed on Feb 5, 2024 as the law required" in site.main(f"/en/indicators/{s.COUNT}")
    assert "Después, una cifra se retiró por mandato legal." in site.main("/es/releases?release=2")


def test_what_the_law_forced_out_is_never_said_to_be_unreported(store: Store) -> None:
    s.with_plan(store)
    s.published(store, s.draft(s.figure(value=987), s.figure(s.DISTINCT, value=40)))
    site = Site(store)
    kept = site.main(f"/es/indicators/{s.DISTINCT}")
    site.erase()
    main = words_of(site.main(PAGE))
    chart = re.search(r"<figure.*?</figure>", site.main(PAGE), re.DOTALL)
    assert chart
    assert "Las cifras se retiraron por mandato legal: no hay qué dibujar" in chart[0]
    assert re.search(r"2023-T4[^<]{0,40}retirada por mandato legal", chart[0])
    assert "La cifra de MIN de 2023-T4: se retiró por mandato legal." in main
    assert "Este sitio ya no tiene cifras de este indicador: se retiraron por mandato legal." in main
    assert "Columna gris: trimestre sin información reportada, o cuya cifra se retiró por mandato legal." in main
    assert "2023-T4. sin información" not in main
    before = words_of(site.main(f"{PAGE}?release=1"))
    assert "mandato" not in before
    other = site.main(f"/es/indicators/{s.DISTINCT}")
    assert "ya no se conserva aquí</strong>" in other
    assert "salvo los marcados" in other
    assert "no se conserva aquí" not in kept
    assert "salvo los marcados" not in kept


# Evidence ------------------------------------------------------------------------------------------------------------


def test_how_far_a_figure_is_backed_is_said_in_words(store: Store) -> None:
    s.with_plan(store)
    backed = s.figure(value=10, evidence_kind="informe", evidence_reference="Informe 7")
    s.published(store, s.draft(backed), s.draft(s.figure(value=7), entity="OFI"))
    site = Site(store)
    assert "una con medio de verificación y una reportada" in site.main(PAGE)
    with store.write() as session:
        digest = evidence.attach(session, REF, b"scan", "scan.pdf", who=s.STEWARD, now=s.MONDAY)
        evidence.mark(session, REF, verified=True, note="", who=s.OTHER_PLANNER, now=s.MONDAY)
    assert digest not in site.main(PAGE)
    s.published(store, s.draft(s.figure(value=1, quarter="2023-Q3"), quarter="2023-Q3"))
    main = site.main(PAGE)
    assert "una verificada y una reportada" in main
    assert "una de ellas verificada por una segunda persona" in main
    assert f"Documento, huella SHA-256:</span> <code>{digest}</code>" in main
    assert "scan.pdf" not in main
    assert "Informe 7" not in main
    assert digest not in site.main(f"{PAGE}?release=2")
    assert "verificada y" not in site.main(f"{PAGE}?release=2")


def test_the_status_document_counts_what_was_verified(store: Store) -> None:
    s.with_plan(store)
    s.published(store, s.draft(s.figure(value=10, evidence_kind="informe", evidence_reference="Informe 7")))
    with store.write() as session:
        evidence.mark(session, REF, verified=True, note="", who=s.OTHER_PLANNER, now=s.MONDAY)
    s.published(store, s.draft(s.figure(value=1, quarter="2023-Q3"), quarter="2023-Q3"))
    with store.read() as session:
        of = [queries.overview(session, number=number) for number in (2, 3)]
    counted = [json.loads(document(one))["indicators"][0] for one in of if one]
    assert [(one["figures"], one["with_evidence"], one["verified"]) for one in counted] == [(1, 1, 0), (2, 1, 1)]


# The page of releases ------------------------------------------------------------------------------------------------


def announced(site: Site, at: datetime, *, now: datetime, reason: str = "") -> None:
    with site.store.write() as session:
        announcements.announce(session, reference=Quarter(2024, 1), at=at, who=s.PLANNER, now=now, reason=reason)


HOUR = datetime(2024, 5, 6, 10, tzinfo=LIMA)


def test_the_first_sentence_says_what_is_current_and_what_comes_next(site: Site) -> None:
    said = "La publicación vigente es la <b>N.° 2</b>, del 5 de febrero de 2024, con fecha de corte diciembre de 2023."
    assert f"{said} La siguiente aún no tiene fecha anunciada." in site.main("/es/releases")
    announced(site, HOUR, now=s.MONDAY + DAY)
    coming = "está anunciada para el <b>6 de mayo de 2024 a las 10:00</b> (hora de Lima)."
    assert coming in site.main("/es/releases")
    assert "May 6, 2024 at 10:00</b> (Lima time)" in site.main("/en/releases")


def test_a_release_that_is_past_its_hour_says_so_by_the_date_in_lima(site: Site) -> None:
    announced(site, HOUR, now=s.MONDAY + DAY)
    site.now = datetime(2024, 5, 7, 4, tzinfo=UTC)  # still the 6th in Lima
    assert "Prevista" in site.main("/es/releases")
    site.now += 2 * DAY
    main = site.main("/es/releases")
    assert "<b>aún no se ha publicado</b>" in main
    assert "Aún no publicada: 2 días de retraso al 8 may. 2024" in main


def test_a_late_release_and_a_changed_announcement_say_so_for_ever(site: Site) -> None:
    announced(site, HOUR, now=s.MONDAY + DAY)
    announced(site, HOUR + DAY, now=s.MONDAY + 2 * DAY, reason="Falta un reporte")
    s.approved(site.store, s.draft(s.figure(value=1, quarter="2024-Q1"), quarter="2024-Q1"))
    with site.store.write() as session:
        late = HOUR + 4 * DAY
        releases.publish(session, who=s.PLANNER, now=late, note="Tarde", reference=Quarter(2024, 1))
    site.now = late
    main = site.main("/es/releases")
    assert "Con 3 días de retraso" in main
    assert "Antes, para el 6 may. 2024, 10:00. Se cambió el 7 feb. 2024: Falta un reporte" in main
    assert "Anunciada para el 7 may. 2024, 10:00. Salió con 3 días de retraso." in main
    site.now += 500 * DAY
    assert "Con 3 días de retraso" in site.main("/es/releases")


def test_an_older_release_knows_the_calendar_of_its_day(site: Site) -> None:
    announced(site, HOUR, now=s.MONDAY + DAY)
    s.published(site.store, s.draft(s.figure(value=1, quarter="2023-Q3"), quarter="2023-Q3"))
    with site.store.read() as session:
        then, now = release_record(session, number=2), release_record(session)
        assert release_record(session, number=9) is None
    assert then is not None
    assert now is not None
    assert (len(then.calendar), len(now.calendar)) == (0, 1)
    assert [one.release.number for one in then.entries] == [2, 1]
    assert [(one.contents.added, one.contents.changed) for one in now.entries] == [(1, 0), (2, 0), (0, 0)]


def test_what_is_due_names_who_has_published_figures_and_who_has_not(site: Site) -> None:
    main = site.main("/es/releases")
    assert "los reportes se recibieron desde el 1 ene. 2024 y hasta el 30 ene. 2024; el plazo venció" in main
    assert (
        "I trimestre 2024: los reportes se recibirán desde el <b>1 abr. 2024</b> y hasta el <b>30 abr. 2024</b>" in main
    )
    rows = dict(re.findall(r"\((MIN|OFI)\)</span></th><td>.*?</svg>([^<]*)", main))
    assert rows == {"MIN": "Publicado en parte: 0 de 1 reportes completos", "OFI": "Su único reporte, publicado"}
    site.now = datetime(2024, 4, 10, 15, tzinfo=UTC)
    later = site.main("/es/releases")
    assert "se reciben desde el 1 abr. 2024 y <b>hasta el 30 abr. 2024</b>" in later
    assert later.count("Sin cifras publicadas") == 2


def test_each_release_shows_what_it_brought_and_its_hashes(site: Site) -> None:
    correct(site.store)
    with site.store.read() as session:
        published = queries.releases(session)
    main = site.main("/es/releases")
    for release in published:
        assert f'<code class="hash">{release.hash}</code>' in main
        assert f'<code class="hash">{release.audit_head}</code>' in main
        assert f'href="/es/?release={release.number}"' in main
        assert f'href="/releases/release-{release.number}.jsonl" download="release-{release.number}.jsonl"' in main
    assert "una cifra cambiada" in main
    assert "2 cifras nuevas" in main
    assert f"python3 verify_release.py release-3.jsonl={published[-1].hash}" in main
    assert "DEMOSTRA" not in main


def test_every_page_leads_to_the_releases_in_the_release_that_was_chosen(site: Site) -> None:
    for address in ("/es/", PAGE, "/es/actions/1.1.p7", "/es/releases"):
        assert 'href="/es/releases"' in site.page(address)
        assert 'href="/es/releases?release=2"' in site.page(f"{address}?release=2")


# Files ---------------------------------------------------------------------------------------------------------------


def test_a_downloaded_release_has_the_hash_that_the_page_shows(site: Site) -> None:
    correct(site.store)
    with site.store.read() as session:
        published = queries.releases(session)
    for release in published:
        answer = site.client.get(f"/releases/release-{release.number}.jsonl")
        assert (answer.status_code, answer.mimetype) == (200, "application/x-ndjson")
        assert release.hash in answer.headers["ETag"]
        assert "no-cache" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Disposition"] == f'attachment; filename="release-{release.number}.jsonl"'
        found = check("r", answer.data)
        assert (found.hash, found.faults) == (release.hash, [])
        again = site.client.get(answer.request.path, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


def test_a_release_kept_from_before_a_removal_is_not_taken_for_current(site: Site) -> None:
    before = site.client.get("/releases/release-2.jsonl")
    site.erase()
    after = site.client.get("/releases/release-2.jsonl", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert b'"value":"987"' in before.data
    assert b'"value":"987"' not in after.data
    assert GROUND in after.get_data(as_text=True)
    assert check("r", after.data).hash == check("r", before.data).hash


@pytest.mark.parametrize("number", ["0", "02", "9", "x", "-1", "2.5", "9999999999"])
def test_what_is_no_release_is_not_found(site: Site, number: str) -> None:
    assert site.client.get(f"/releases/release-{number}.jsonl").status_code == 404


def test_a_download_of_invented_figures_says_so_in_its_name(store: Store) -> None:
    s.with_plan(store, kind="demonstration")
    site = Site(store)
    answer = site.client.get("/releases/release-1.jsonl")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="release-1-DEMOSTRACION.jsonl"'
    main = site.main("/es/releases")
    assert re.search(r"python3 verify_release.py release-1-DEMOSTRACION.jsonl=[0-9a-f]{64}\n?</code>", main)
    assert 'class="demo">DEMOSTRACIÓN</span>' in main


def test_two_commands_check_a_release_without_this_site(site: Site, tmp_path: Path) -> None:
    checker = site.client.get("/releases/verify_release.py")
    assert checker.mimetype == "text/x-python"
    (tmp_path / "verify_release.py").write_bytes(checker.data)
    file = tmp_path / "release-2.jsonl"
    file.write_bytes(site.client.get("/releases/release-2.jsonl").data)
    said = re.search(r"python3 verify_release.py (release-2.jsonl)(=[0-9a-f]{64})", site.main("/es/releases"))
    assert said
    command = [sys.executable, "-I", str(tmp_path / "verify_release.py"), f"{tmp_path / said[1]}{said[2]}"]
    sound = subprocess.run(command, capture_output=True, text=True, check=False)
    with site.store.read() as session:
        assert queries.releases(session)[1].hash in sound.stdout
    assert sound.returncode == 0
    file.write_bytes(file.read_bytes().replace(b"987", b"988"))
    broken = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (broken.returncode, f"su huella no es {said[2][1:]}" in broken.stdout) == (1, True)
    known = site.client.get("/releases/verify_release.py", headers={"If-None-Match": checker.headers["ETag"]})
    assert known.status_code == 304


# Changes of the plan -------------------------------------------------------------------------------------------------

EXTENSION = [
    s.row("instruments", code="DS-2", kind="decree", title_es="Prórroga", title_en="Extension", date="2024-01-20"),
    s.row("terms", version="2", end="2026-12-31", since="2024-01-20", instrument="DS-2"),
    s.row("targets", indicator=s.COUNT, version="2", date="2026-12-31", value="2200", window="since_start",
          basis="demonstration", instrument="DS-2"),
]  # fmt: skip


def change_plan(store: Store, rows: list[PlanRow], *, change: str = "source", reason: str = "El decreto") -> None:
    with store.write() as session:
        receipt = plan_changes.load(
            session, rows, kind="real", who=s.PLANNER, now=s.MONDAY, note="", change=change, reason=reason
        )
        assert isinstance(receipt, Receipt)
        returns.submit(session, receipt.return_id, who=s.PLANNER, now=s.MONDAY)
        returns.approve(session, receipt.return_id, who=s.OTHER_PLANNER, now=s.MONDAY)
        releases.publish(session, who=s.PLANNER, now=s.MONDAY, note="Prórroga")


def words_of(main: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", main)).replace("\u00a0", " ")


def test_an_extension_is_told_from_the_release_that_publishes_it_before_it_is_in_force(site: Site) -> None:
    change_plan(site.store, [*s.plan_rows(), *EXTENSION])
    said = words_of(site.main(PAGE))
    term = "versión 2, rige desde el 20 ene. 2024 (Prórroga)."
    assert "Versión 2 (rige desde el 20 ene. 2024) · " in said
    assert "31 dic. 2026: 2,200 Meta de demostración, inventada · Prórroga" in said
    assert "Versión 1 (en vigor)" in said
    assert (
        "Publicación N.° 3, 5 feb. 2024. Cambio del plan. "
        f"El plazo del plan va hasta el 31 dic. 2026, en lugar del 31 dic. 2025: {term} "
        "Meta, versión 2: 31 dic. 2026: 2,200, en lugar de 31 dic. 2025: 180 (Prórroga). "
        "Clase: fuente. Sustento: El decreto" in said
    )
    assert "Prórroga" not in site.main(f"{PAGE}?release=2")
    elsewhere = words_of(site.main(f"/es/indicators/{s.REPORT}"))
    assert term in elsewhere
    assert "2,200" not in elsewhere
    listed = words_of(site.main("/es/releases"))
    assert (
        f"label {s.COUNT} . Meta, versión 2: 31 dic. 2026: 2,200, en lugar de 31 dic. 2025: 180 (Prórroga)." in listed
    )
    assert "Filas del plan: normas (una nueva); metas (una nueva); plazos (una nueva)." in listed
    assert "Prórroga" not in site.main("/es/releases?release=2")


def test_what_a_change_of_the_plan_said_stands_after_the_next_one(site: Site) -> None:
    rows = [*s.plan_rows(), *EXTENSION]
    change_plan(site.store, rows)
    addresses = (f"{PAGE}?release=3", "/es/releases?release=3")
    before = [site.main(address).replace(' <span class="soft">(vigente)</span>', "") for address in addresses]
    other = s.row("targets", **(EXTENSION[2].cells | {"value": "2300"}))
    corrected = [*s.plan_rows(), *EXTENSION[:2], other]
    change_plan(site.store, corrected, change="correction", reason="Errata del decreto")
    after = [site.main(address).replace(' <span class="soft">(vigente)</span>', "") for address in addresses]
    assert before[0] == after[0]
    assert before[1][before[1].index("<h2>") :] == after[1][after[1].index("<h2>") :]
    said = words_of(site.main(PAGE))
    assert "Meta, versión 2: 31 dic. 2026: 2,300, en lugar de 31 dic. 2026: 2,200 (Prórroga)." in said
    assert "Clase: rectificación. Sustento: Errata del decreto" in said
    assert "en lugar de 31 dic. 2025: 180 (Prórroga)" in said


def test_a_correction_of_the_plan_that_flips_a_status_is_told_above_the_chart(site: Site) -> None:
    first = next(one for one in s.plan_rows() if one.kind == "targets" and one.cells["indicator"] == s.COUNT)
    corrected = s.row("targets", **(first.cells | {"value": "50000"}))
    rows = [corrected if one == first else one for one in s.plan_rows()]
    change_plan(site.store, rows, change="correction", reason="Errata")
    page = site.main(PAGE)
    banner = words_of(page[: page.index("<figure")])
    assert "Rectificación importante en la publicación N.° 3" in banner
    assert "Meta, versión 1: 31 dic. 2025: 50,000, en lugar de 31 dic. 2025: 180 (Decreto)." in banner
    assert "Clase: rectificación. Sustento: Errata" in banner
