"""Pages in a real browser: accessible by axe-core, silent, of the page's width, and as many sheets as expected."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from rsa_sched import Agenda, Problem
from rsa_sched.display.visible import view
from rsa_sched.publish.letterhead import Delays, Letterhead
from rsa_sched.publish.pages.signing import signing_page
from rsa_sched.publish.reasons import explained
from tests.display import Solved, demo, solved
from tests.publish.letters import named, small, written
from tests.support import builders
from tests.support.browser import launched
from tests.support.published import TURNS, hostile_month, page_files, some_of_each
from tests.support.quick import mostly_long

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TEXT_SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } "
    "p { margin-bottom: 2em !important; }"
)
"""What readers may set without losing anything (WCAG 1.4.12)."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this file."""
    with launched() as found:
        yield found


@dataclass
class Opened:
    """A page with everything that it did on being opened and shown."""

    page: Page
    requests: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def assert_silent(self, path: Path) -> None:
        """It asked for nothing but itself and complained of nothing."""
        assert self.requests == [path.as_uri()]
        assert self.said == []
        assert self.dialogs == []


@pytest.fixture
def opened(browser: Browser) -> Iterator[Any]:
    """Opens files, with scripts allowed."""
    contexts = []

    def show(path: Path, width: int = 1280, scheme: Any = "light") -> Opened:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.on("request", lambda request: found.requests.append(request.url))
        found.page.on("console", lambda message: found.said.append(message.text))
        found.page.on("pageerror", lambda error: found.said.append(str(error)))

        def refuse(dialog: Any) -> None:
            found.dialogs.append(dialog.message)
            dialog.dismiss()

        found.page.on("dialog", refuse)
        found.page.goto(path.as_uri())
        return found

    yield show
    for context in contexts:
        context.close()


def on_disk(folder: Path, files: dict[str, bytes]) -> dict[str, Path]:
    """The files, written."""
    for name, page in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page)
    return {name: folder / name for name in files}


def month_of(name: str) -> Solved:
    """The month of the note, or a hostile one."""
    return hostile_month(0) if name == "hostile" else demo()


def first_and_last(paths: dict[str, Path]) -> list[Path]:
    """The page of the month and two sessions'."""
    listed = list(paths.values())
    return list(dict.fromkeys([*listed[:2], listed[-1]]))


def one_of_each(paths: dict[str, Path]) -> list[Path]:
    """The first page of each make: whatever kinds of elements it is made of."""
    makes = {frozenset(re.findall(r'<\w+(?: class="[^"]*")?', path.read_text("utf-8"))): path
             for path in reversed(paths.values())}  # fmt: skip
    return [path for path in paths.values() if path in makes.values()]


KINDS = ("service", "prescriber", "partner", "staff", "heard", "deferred")
SHOWN = [*product(["demo"], KINDS), ("hostile", "service"), ("hostile", "heard"), ("every page", "service")]


@pytest.mark.parametrize(("month", "kind"), mostly_long(SHOWN, [("demo", "heard")], [("demo", "service")]))
def test_axe_finds_nothing(month: str, kind: str, tmp_path: Path, opened: Any) -> None:
    """Zero violations of any rule, best practices too, by day and by night."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python").Axe()
    problem, agenda = month_of(month)
    paths = on_disk(tmp_path, page_files((problem, agenda), some_of_each(problem, agenda)[kind]))
    shown = one_of_each(paths) if month == "every page" else first_and_last(paths)
    for n, path in enumerate(shown):
        for scheme in ("light", "dark") if n < 2 else ("light",):
            found = opened(path, scheme=scheme)
            results = axe.run(found.page).response
            told = [(row["id"], [node["target"] for node in row["nodes"]][:3]) for row in results["violations"]]
            assert told == [], path.name
            assert results["testEngine"]["name"] == "axe-core"
            found.page.close()


def test_axe_would_find_something(tmp_path: Path, opened: Any) -> None:
    """The same check does find a page without language, title, headers and contrast."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python").Axe()
    path = tmp_path / "bad.html"
    path.write_text("<p style='color:#ccc;background:#fff'>a b c</p><h4>b</h4>")
    found = {row["id"] for row in axe.run(opened(path).page).response["violations"]}
    assert {"html-has-lang", "document-title", "color-contrast", "page-has-heading-one"} <= found


@pytest.mark.parametrize("kind", mostly_long(KINDS, [], ["service", "staff", "heard"]))
def test_pages_fit_and_keep_silent(kind: str, tmp_path: Path, opened: Any) -> None:
    """No request, no complaint; nothing wider than the window at 320 or 1280 pixels, with wide spacing too."""
    problem, agenda = demo()
    paths = on_disk(tmp_path, page_files((problem, agenda), some_of_each(problem, agenda)[kind]))
    for path in first_and_last(paths):
        for width in (320, 1280):
            found = opened(path, width)
            found.assert_silent(path)
            assert fits(found.page)
            found.page.evaluate(
                "text => { const sheet = new CSSStyleSheet(); sheet.replaceSync(text); "
                "document.adoptedStyleSheets = [sheet]; }",
                TEXT_SPACING,
            )
            assert fits(found.page)
            assert found.said == []
            found.page.close()


def fits(page: Page) -> bool:
    """Whether the page need not be scrolled sideways, and no text outside the tables is cut off."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    outside: int = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,p,dt,dd,li,.stay')]"
        ".filter(e => e.getBoundingClientRect().right > innerWidth + 1).length"
    )
    return wide <= 0 and outside == 0


@pytest.mark.slow
def test_structure_in_the_browser(tmp_path: Path, opened: Any) -> None:
    """As many blocks, boxes and rows as sessions and situations; every link leads to a page with a heading."""
    problem, agenda = demo()
    paths = on_disk(tmp_path, page_files((problem, agenda), "service"))
    page = opened(paths["index.html"]).page
    assert page.locator(".session").count() == len(problem.sessions)
    assert page.locator(".session tbody tr").count() == len(agenda.appointments)
    assert page.locator("svg g").count() == len(agenda.appointments)
    assert page.locator("#ajournements tbody tr").count() == len(agenda.deferrals)
    assert page.locator("#decider").bounding_box()["y"] < 300, "what is to be decided opens the page"
    assert page.evaluate("document.querySelector('svg').getBoundingClientRect().width") > 700
    for session in problem.sessions:
        page.get_by_role("link", name=session.id, exact=True).click()
        assert page.locator("h1").inner_text().startswith("Séance du ")
        page.get_by_role("link", name="Ordre du jour du mois").click()
        assert page.locator("h1").inner_text().startswith("Ordre du jour")


@pytest.mark.slow
def test_keyboard(tmp_path: Path, opened: Any) -> None:
    """The first key shows the way past the menu, which leads to the content; what has the focus is framed."""
    paths = on_disk(tmp_path, page_files(demo(), "service"))
    page = opened(paths["index.html"], 320).page
    assert page.locator(".skip").bounding_box()["y"] < 0
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.locator("#bref [role=region]").focus()
    before = page.evaluate("document.activeElement.scrollLeft")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("before => document.activeElement.scrollLeft > before", arg=before)


FOCUSED = """() => {
  const found = document.querySelectorAll("a[href], summary, input, [tabindex='0']");
  const all = [...found].filter(e => e.checkVisibility());
  const e = document.activeElement, box = e.getBoundingClientRect();
  return [all.indexOf(e), all.length, box.bottom > 0 && box.top < innerHeight && box.left < innerWidth];
}"""
"""Which of the links and controls has the focus, how many there are, and whether it is in sight."""
MOST_KEYS = 25


@pytest.mark.slow
def test_every_kind_of_page_is_read_at_400_percent_by_keyboard_alone(tmp_path: Path, opened: Any) -> None:
    """1280 pixels at 400 % are 320 (WCAG 1.4.10): nothing to scroll sideways; the keys come to every link and control
    in the order of the page, each of them in sight."""
    problem, agenda = demo()
    shown = explained(problem, agenda, view(problem, agenda))
    files = signing_page(problem, agenda, shown, Letterhead(), Delays())
    for kind in KINDS:
        made = page_files((problem, agenda), some_of_each(problem, agenda)[kind])
        files |= {f"{kind}/{name.replace('/', '-')}": made[name] for name in [*made][:2]}
    of_letters = small()
    letters = written(of_letters, named(of_letters, official=["b-1", "b-3"]))
    files |= {f"letters/{name}": data for name, data in letters.items() if name.endswith(".html")}
    for name, path in on_disk(tmp_path, files).items():
        page = opened(path, 320).page
        assert fits(page), name
        reached = []
        for _ in range(min(page.evaluate(FOCUSED)[1], MOST_KEYS)):
            page.keyboard.press("Tab")
            number, _, in_sight = page.evaluate(FOCUSED)
            assert in_sight, (name, number)
            reached += [number] if number >= 0 else []  # a table that scrolls may be reached by itself
        assert reached == [*range(len(reached))], name
        page.close()


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(TURNS))
def test_hostile_texts_do_nothing(turn: int, tmp_path: Path, opened: Any) -> None:
    """With scripts allowed and the policy taken away: no dialog, no script, no request, no element of theirs."""
    files = {
        name: page.replace(b"Content-Security-Policy", b"X-Nothing")
        for name, page in page_files(hostile_month(turn), "service").items()
    }
    for path in first_and_last(on_disk(tmp_path, files)):
        found = opened(path)
        found.page.mouse.move(300, 300)
        found.page.keyboard.press("Tab")
        found.assert_silent(path)
        counted = found.page.evaluate(
            "document.querySelectorAll('script,img,iframe,object,embed,form,input:not([type=checkbox]),video,link,base,b').length"
        )
        assert counted == 0
        active = found.page.evaluate(
            "[...document.querySelectorAll('*')].flatMap(e => [...e.attributes]).filter(a => "
            "a.name.startsWith('on') || a.name === 'style' || /javascript:|\\/\\/evil/.test(a.value)).length"
        )
        assert active == 0
        assert found.page.evaluate("window.pwned") is None
        assert found.page.title() != "pwned"
        assert fits(found.page)
        found.page.close()


def test_policy_forbids_scripts_and_requests(tmp_path: Path, opened: Any) -> None:
    """Were a script or an address to get into a page all the same, the page's own policy would stop it."""
    page = page_files(demo(), "service")["index.html"]
    extra = (
        b"<script>window.pwned=1</script><img src='http://evil.invalid/x.png'><b onclick='window.pwned=1'>x</b></main>"
    )
    paths = on_disk(tmp_path, {"index.html": page.replace(b"</main>", extra)})
    found = opened(paths["index.html"])
    found.page.locator("main b").click()
    assert found.page.evaluate("window.pwned") is None
    assert len(found.said) >= 3
    assert all("Content Security Policy" in words for words in found.said)


# --- paper ------------------------------------------------------------------------------------------------------------

A4 = (595, 842)


def sheets(page: Page, path: Path) -> list[tuple[tuple[int, int], str]]:
    """Size and text of each printed sheet, spaces left out."""
    pypdf = pytest.importorskip("pypdf", reason="needs pypdf: pip install pypdf")
    page.pdf(path=path, prefer_css_page_size=True)
    with pypdf.PdfReader(path) as reader:
        return [
            (
                (round(float(sheet.mediabox.width)), round(float(sheet.mediabox.height))),
                "".join(sheet.extract_text().split()),
            )
            for sheet in reader.pages
        ]


def is_a4(size: tuple[int, int]) -> bool:
    """A4, either way up, to a point."""
    return all(abs(side - wanted) <= 1 for side, wanted in zip(sorted(size), A4, strict=True))


@pytest.mark.slow
def test_month_on_paper(tmp_path: Path, opened: Any) -> None:
    """A4 all through, at most eight sheets; no row cut in two; sentences and next steps there, figures folded away."""
    problem, agenda = demo()
    paths = on_disk(tmp_path, page_files((problem, agenda), "service"))
    printed = sheets(opened(paths["index.html"]).page, tmp_path / "month.pdf")
    assert all(is_a4(size) for size, _ in printed)
    assert len(printed) <= 8
    shown = {row.situation: row for row in explained(problem, agenda, view(problem, agenda)).deferrals}
    for row in agenda.deferrals:
        plain = shown[row.situation]
        said = ["".join(part.split()) for part in (row.situation, plain.why, plain.step)]
        assert any(all(part in text for part in said) for _, text in printed)
    for session in problem.sessions:
        seated = [line.situation for line in agenda.appointments if line.session == session.id]
        whole = [text for _, text in printed if f"Situationsdelaséance{session.id}" in text]
        assert len(whole) == 1
        assert all(situation in whole[0] for situation in seated)
    together = "".join(text for _, text in printed)
    for words in ("CADA", "L.311-3-1", "Glossaire", "Àdécider", "Àfaire"):
        assert words in together
    assert agenda.problem_sha256 not in together


@pytest.mark.slow
def test_the_sheet_to_sign_is_one_sheet(tmp_path: Path, opened: Any) -> None:
    """One A4, and accessible."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="pip install axe-playwright-python").Axe()
    problem, agenda = demo()
    shown = explained(problem, agenda, view(problem, agenda))
    files = signing_page(problem, agenda, shown, Letterhead(), Delays())
    (path,) = on_disk(tmp_path, files).values()
    page = opened(path).page
    assert axe.run(page).response["violations"] == []
    ((size, text),) = sheets(page, tmp_path / "sheet.pdf")
    assert is_a4(size)
    assert "Signature" in text


@pytest.mark.slow
def test_each_session_prints_on_one_sheet(tmp_path: Path, opened: Any) -> None:
    """One A4 sheet each, with every situation on it."""
    problem, agenda = demo()
    paths = on_disk(tmp_path, page_files((problem, agenda), "service"))
    for session in problem.sessions:
        page = opened(paths[f"seances/{session.id}.html"]).page
        ((size, text),) = sheets(page, tmp_path / "session.pdf")
        assert is_a4(size)
        assert all(line.situation in text for line in agenda.appointments if line.session == session.id)
        page.close()


def full_session() -> tuple[Problem, Agenda]:
    """Six situations of one session, with long labels throughout."""
    long = "Structure Zorbane-Milteau de l'accompagnement vers l'emploi et de la formation du bassin, antenne nord "
    staffed = builders.session(1, staff=["officer", "agent", "adviser"])
    document = builders.document([builders.situation(n + 1, person=f"b-{n}") for n in range(6)], [staffed])
    for key in ("services", "subsectors", "venues", "structures"):
        for row in document[key]:
            row["label"] = long + row["id"]
    for row in document["professionals"]:
        row["label"] = f"Référente de parcours, Structure Zorbane-Milteau, antenne nord {row['id']}"
    return solved(document)


@pytest.mark.slow
def test_six_situations_with_long_labels_print_on_one_sheet(tmp_path: Path, opened: Any) -> None:
    """The most that a session hears fits on one sheet of A4."""
    problem, agenda = full_session()
    assert len(agenda.appointments) == 6
    paths = on_disk(tmp_path, page_files((problem, agenda), "service"))
    ((size, text),) = sheets(opened(paths["seances/s-1.html"]).page, tmp_path / "session.pdf")
    assert is_a4(size)
    assert all(row.id in text for row in problem.situations)


@pytest.mark.slow
def test_nothing_hostile_is_wider_than_the_sheet(tmp_path: Path, opened: Any) -> None:
    """Under the rules of print no table is wider than its sheet, not even of hostile texts."""
    for month in (demo(), hostile_month(1)):
        paths = on_disk(tmp_path, page_files(month, "service"))
        for path in first_and_last(paths):
            page = opened(path, 1000).page  # the width of A4 on its side, less the margins, in CSS pixels
            page.emulate_media(media="print")
            narrow = page.evaluate(
                "[...document.querySelectorAll('table')].filter(e => e.getBoundingClientRect().width > 1000).length"
            )
            assert narrow == 0
            page.set_viewport_size({"width": 700, "height": 900})  # upright
            upright = page.evaluate(
                "[...document.querySelectorAll('section:not(.landscape) table')]"
                ".filter(e => e.getBoundingClientRect().width > 702).length"
            )
            assert path.name != "index.html" or upright == 0
            page.close()


@pytest.mark.slow
def test_screenshots(tmp_path: Path, opened: Any) -> None:
    """A picture of each page can be kept for eyes: `RSA_SCHED_PICTURES` names the folder. None of them is blank."""
    folder = Path(os.environ.get("RSA_SCHED_PICTURES") or tmp_path / "pictures")
    paths = on_disk(tmp_path, page_files(demo(), "service"))
    for path in first_and_last(paths):
        for width in (320, 1280):
            page = opened(path, width).page
            picture = page.screenshot(path=folder / f"{path.stem}-{width}.png")
            assert picture.startswith(b"\x89PNG")
            assert len(picture) > 10_000
            page.close()
