"""The verifier's page: one offline file that says of three files what ``verify.py`` says, in a real browser."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rsa_sched.certify import verify
from tests.bad_input.builder import Case
from tests.bad_input.corpus import FAULTY, VALID
from tests.support import builders
from tests.support.browser import launched
from tests.support.certificates import any_month, damaged, proven
from tests.support.javascript import PAGE, Judge, page_judge

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    """The page's own judgement."""
    with page_judge() as found:
        yield found


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """The page, opened from the disk."""
    with launched() as browser:
        found = browser.new_page()
        found.goto(PAGE.as_uri())
        yield found


def written(document: Any) -> bytes:
    """A document as it is on the disk."""
    return json.dumps(document, ensure_ascii=False).encode()


def in_three_files(folder: Path, seed: int) -> list[Path]:
    """Problem, agenda and certificate."""
    found = proven(seed)
    assert found is not None
    paths = [folder / name for name in ("p.json", "o.json", "c.json")]
    for path, document in zip(paths, (found.problem, found.agenda, found.certificate), strict=True):
        path.write_bytes(written(document))
    return paths


def test_page_in_a_browser(tmp_path: Path, page: Any) -> None:
    """By keyboard and by dropping; good and bad; no request; nothing that axe or a narrow window finds."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python").Axe()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("pageerror", lambda error: requests.append(str(error)))
    paths = in_three_files(tmp_path, 1)
    expected = verify.judge(*paths)
    assert expected[0] == 0

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "fichiers"
    page.set_input_files("#fichiers", paths[::-1])  # in any order
    page.get_by_text(expected[1]).wait_for()
    assert page.locator("#resultat").get_attribute("class") == "juste"
    assert page.locator("#resultat li").count() == 4
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert axe.run(page).response["violations"] == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator("#resultat").inner_text() == "Déposez trois fichiers."
    lie = json.loads(paths[2].read_bytes())
    lie["bound"] -= 1
    files = [*(path.read_text("utf-8") for path in paths[:2]), json.dumps(lie)]
    page.evaluate(
        """files => {
          const data = new DataTransfer();
          files.forEach((text, n) => data.items.add(new File([text], `${n}.json`)));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }""",
        files,
    )
    page.get_by_text("Refusé").wait_for()
    assert page.locator("#resultat").get_attribute("class") == "faux"
    assert axe.run(page).response["violations"] == []
    page.set_input_files("#fichiers", [{"name": "x.json", "mimeType": "application/json", "buffer": b"[]"}])
    page.get_by_text("Entrée incorrecte").wait_for()
    assert requests == []


def test_page_is_one_file_without_addresses() -> None:
    """Nothing to load, and a policy that forbids to."""
    text = PAGE.read_text("utf-8")
    assert re.findall(r"https?:|src=|href=|@import|url\(|fetch\(|XMLHttp|WebSocket|sendBeacon|\beval\(", text) == []
    assert "default-src 'none'" in text


@pytest.mark.parametrize("seed", range(8))
def test_both_verifiers_agree(seed: int, tmp_path: Path, judge: Judge) -> None:
    """On certificates as made and damaged, of tiny problems."""
    found = proven(seed, pins=bool(seed % 2))
    if found is None:
        return
    rng = random.Random(seed)
    paths = [tmp_path / name for name in ("p.json", "o.json", "c.json")]
    certificates = [found.certificate, *(damaged(rng, found.certificate) for _ in range(12))]
    for certificate in certificates:
        files = [written(found.problem), written(found.agenda), written(certificate)]
        for path, data in zip(paths, files, strict=True):
            path.write_bytes(data)
        code, told = judge(*files)
        expected = verify.judge(*paths)
        assert (code, code or told) == (expected[0], expected[0] or expected[1]), (told, expected[1])


@pytest.mark.parametrize("seed", range(12))
def test_both_count_and_prove_the_same(seed: int, judge: Judge) -> None:
    """Of any agenda every figure, of any prices and branches the very bound: one point less is refused by the page."""
    problem, agenda, certificate = any_month(seed)
    files = written(problem), written(agenda)
    assert judge(*files, written(certificate))[0] == 0
    code, told = judge(*files, written(certificate | {"bound": certificate["bound"] - 1}))
    assert (code, "prouve la borne" in told) == (1, True)


CASES = sorted((Path(__file__).parents[2] / "docs/reference/conformance").glob("*.json"))


def test_page_reads_the_cases_of_the_contract(judge: Judge) -> None:
    """Refused with a broken rule that is expected; where none is, believed as far as the certificate, which is none."""
    for path in CASES:
        case = json.loads(path.read_bytes())
        stated = {"schema_version": "1", "problem_sha256": "", "bound": 10**9, "parts": []}
        code, told = judge(written(case["problem"]), written(case["agenda"]), written(stated))
        rules = case["expect"]["violations"] or ["le certificat est celui d’un autre problème"]
        assert (code, any(told.startswith(f"Refusé : {rule}") for rule in rules)) == (1, True), (path.name, told)


@pytest.mark.parametrize("cases", [FAULTY, VALID], ids=["faulty", "odd"])
def test_page_refuses_bad_input(cases: list[Case], judge: Judge) -> None:
    """The catalogue of faulty documents, and of odd ones that are none."""
    for case in cases:
        data = case.data if isinstance(case.data, bytes) else case.data.encode("utf-8", "surrogatepass")
        code, told = judge(data, b"{}", b"{}")
        assert code == 2, case.name
        assert told.startswith("Entrée incorrecte : ordre du jour") == (cases is VALID), (case.name, told)
        assert "\n" not in told


@pytest.mark.parametrize(
    "rows", [{"venues": [{"id": "v-1", "subsector": ""}]}, {"professionals": [{"id": "p-1", "structure": ""}]}]
)
def test_an_empty_name_is_not_an_omitted_one(rows: dict[str, Any], judge: Judge) -> None:
    """It names nothing that is there, for both verifiers (a campaign's find)."""
    problem = builders.document(1) | rows
    assert judge(written(problem), b"{}", b"{}")[0] == 2
    assert "identifiant inconnu" in judge(written(problem), b"{}", b"{}")[1]
    with pytest.raises(verify.BadInput, match="identifiant inconnu"):
        verify.Problem(problem)
