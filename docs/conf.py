"""Sphinx builds the site from the Markdown where it lies: `docs/dev/site.md` says how, and with which command."""

from __future__ import annotations

import json
import re
import sys
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import Any

from docutils import nodes
from pygments.lexers.javascript import JavascriptLexer
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rsa_sched import __version__  # noqa: E402 - of this clone, whatever is installed

RUN = ROOT / "build" / "examples" / "notebooks"
"""Where `.ci/run` leaves the notebooks with their outputs; without them the pages show the code alone."""
FRENCH = re.compile(r"docs/(guide|coordinateur|choisir-les-poids|types)|examples/.*/LISEZMOI")
"""The pages in French, for their `lang`."""
PUBLIC = ("rsa_sched", "rsa_sched.publish", "rsa_sched.simulate", "rsa_sched.plot")
"""Whose names have a place in docs/api/; everything else may change."""

project = "rsa_sched"
author = "the authors of rsa_sched"
copyright = author  # noqa: A001 - Sphinx's own name
version = release = __version__
language = "en"

# The sources are the whole clone, not this folder: README, benchmarks and notebooks are pages where they are.
root_doc = "docs/index"
include_patterns = [
    "*.md",
    "docs/**",
    "benchmarks/*.md",
    "examples/*/LISEZMOI.md",
    "examples/notebooks/*.ipynb",
    "tests/found/*.md",
]
exclude_patterns = ["**/.*", "build", "dist", "**/__pycache__", "**/*.egg-info", "rsa_sched"]

extensions = ["sphinx.ext.autodoc", "sphinx.ext.viewcode", "numpydoc", "myst_nb"]
nitpicky = True
suppress_warnings: list[str] = []

# --- Markdown and notebooks ---
myst_heading_anchors = 4  # the anchors that GitHub makes
nb_execution_mode = "off"  # they take minutes; .ci/run executes them before

# --- the API ---
autodoc_default_options = {"members": True, "member-order": "bysource"}
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True
numpydoc_show_class_members = False  # autodoc lists them
default_role = "py:obj"

# --- the pages ---
html_theme = "furo"
html_title = "rsa_sched"
html_static_path: list[str] = []
html_show_sourcelink = False
html_copy_source = False

# --- links to the world outside, by hand: docs/dev/site.md ---
linkcheck_timeout = 20
linkcheck_retries = 2
linkcheck_anchors_ignore_for_url = [r"https://github\.com/.*"]

FIELD = re.compile(r"^(\S.*?) : (.+)$")
SECTIONS = {"Parameters", "Attributes", "Returns", "Raises", "Yields"}


def unfold(app: Sphinx, what: str, name: str, obj: object, options: object, lines: list[str]) -> None:
    """Put `name : what it is`, which docstrings say in one line, as numpydoc reads it: the words below the name."""
    section, told = "", []
    for line, ruler in zip_longest(lines, lines[1:], fillvalue=""):
        section = line if re.fullmatch("-{3,}", ruler) else section
        field = FIELD.match(line) if section in SECTIONS else None
        told += [field[1], f"    {field[2]}"] if field else [line]
    lines[:] = told


def find(app: Sphinx, env: BuildEnvironment, node: pending_xref, text: nodes.TextElement) -> nodes.Element | None:
    """Where a name leads that Sphinx did not find: to another public module, to the class of a field, or nowhere.

    Nowhere is right for names of other packages, of parameters and of what is not public. Left to Sphinx, and so a
    warning: whatever begins with a public name and does not exist.
    """
    if node["refdomain"] != "py" or node["reftype"] not in {"obj", "class", "exc", "data"}:
        return None
    python, target = env.domains["py"], str(node["reftarget"])
    begins, _, rest = target.partition(".")
    for module in PUBLIC:
        whole = f"{module}.{begins}"
        if whole in python.objects:
            owner = getattr(import_module(module), begins)
            if not rest or rest in dir(owner) or rest in getattr(owner, "__annotations__", ()):
                return python.resolve_xref(env, node["refdoc"], app.builder, "obj", whole, node, text)
            return None
    return text


def without_folders(app: Sphinx, doctree: nodes.document) -> None:
    """A link to a folder of the clone becomes its words: a site has no page for it."""
    here = (ROOT / app.env.doc2path(app.env.docname, base=False)).parent
    for link in list(doctree.findall(pending_xref)):
        if link["reftype"] == "myst" and not link["refdomain"] and (here / link["reftarget"]).is_dir():
            link.replace_self(link.children)


def with_outputs(app: Sphinx, page: str, source: list[str]) -> None:
    """A notebook is read as it was run, where it was, and is still the same."""
    if not page.startswith("examples/notebooks/"):
        return
    kept, run = json.loads(source[0]), RUN / f"{Path(page).name}.ipynb"
    if run.exists():
        ran = json.loads(run.read_text(encoding="utf-8"))
        if [cell["source"] for cell in ran["cells"]] == [cell["source"] for cell in kept["cells"]]:
            kept = ran
    kept["metadata"]["language_info"] = {"name": "python"}
    source[0] = json.dumps(kept)


def in_french(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Pages in French say so to screen readers."""
    if FRENCH.match(page):
        context["language"] = "fr"


def at_the_root(app: Sphinx, error: Exception | None) -> None:
    """The first page is `docs/index.html`; whoever opens the folder itself is led there."""
    if error is None and app.builder.format == "html":
        start = '<meta http-equiv="refresh" content="0; url=docs/index.html"><a href="docs/index.html">rsa_sched</a>'
        page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>rsa_sched</title>{start}</html>'
        Path(app.outdir, "index.html").write_text(page, encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.add_lexer("jsonc", JavascriptLexer)  # JSON with comments
    app.connect("autodoc-process-docstring", unfold, priority=400)  # before numpydoc, which has 500
    app.connect("missing-reference", find)
    app.connect("doctree-read", without_folders)
    app.connect("source-read", with_outputs)
    app.connect("html-page-context", in_french)
    app.connect("build-finished", at_the_root)
