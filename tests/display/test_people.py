"""What professionals are called: by their label, else by their function; no id of one is shown to anybody."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rsa_sched.display.people import called
from rsa_sched.display.visible import view
from rsa_sched.publish.publication import publish
from tests.display import demo
from tests.profiles import examples
from tests.support import builders
from tests.support.published import page_files, tree

LABELS = st.one_of(
    st.none(), st.sampled_from(["Mission locale", "mission-locale", "p-3", "CAF", "Œuvre", "—", "É" * 80])
)


def test_the_function_stands_for_a_name() -> None:
    """Counted within the structure, by id; whoever belongs nowhere and follows nobody is a professional."""
    problem = builders.problem(
        [builders.situation(1), builders.situation(2), builders.situation(3, structure="st-PE")],
        structures=[{"id": "st-PSSI", "kind": "PSSI", "label": "SATIS"}, {"id": "st-PE", "kind": "PE"}],
        professionals=[{"id": "p-1"}, {"id": "p-2", "structure": "st-PSSI"}, {"id": "p-3"}, {"id": "p-4"},
                       {"id": "p-5", "label": "CAF"}],
    )  # fmt: skip
    people = called(problem)
    assert people.whole == {
        "p-1": "référent 1 (SATIS)", "p-2": "référent 2 (SATIS)", "p-3": "référent 1 (st-PE)", "p-4": "professionnel 1",
        "p-5": "CAF",
    }  # fmt: skip
    assert (people.beside("p-2", "st-PSSI"), people.beside("p-2", "st-PE")) == ("référent 2", "référent 2 (SATIS)")
    assert people.files == {"p-1": "p-1", "p-2": "p-2", "p-3": "p-3", "p-4": "p-4", "p-5": "caf"}


@examples(30, quick=10)
@given(labels=st.lists(LABELS, min_size=1, max_size=6))
def test_no_two_share_a_file_or_a_function(labels: list[str | None]) -> None:
    """Whatever labels there are: names of files are harmless and differ, and so do functions."""
    people = [{"id": f"p-{n}", "label": label} for n, label in enumerate(labels, 1)]
    told = called(builders.problem([builders.situation(1)], professionals=people))
    assert len({name.casefold() for name in told.files.values()}) == len(labels)
    assert all(name.isascii() and 0 < len(name) <= 60 and not set(name) & set("/\\. ") for name in told.files.values())
    functions = [told.whole[f"p-{n}"] for n, label in enumerate(labels, 1) if label is None]
    assert len(set(functions)) == len(functions)


def test_no_id_of_a_professional_stands_on_a_page() -> None:
    """Of the month and of each session: what people read holds labels and functions."""
    problem, agenda = demo()
    unnamed = [row.id for row in problem.professionals if not row.label]
    for path, page in page_files(demo(), "service").items():
        root = tree(page)
        # the agenda's own sentence, with its figures, is folded
        folded = " ".join(row.text for row in view(problem, agenda).deferrals)
        read = " ".join(one.text for one in root.all("main")).replace("\u200b", "")
        assert not [name for name in unnamed if name in read and name not in folded], path


def test_files_of_a_publication_are_named_in_french() -> None:
    """By what professionals are called where they have a label; an unnamed referent by the id of the tables."""
    problem, agenda = demo()
    names = set(publish(problem, agenda).files)
    assert {"calendriers/professionnel-cheffe-de-service-insertion.ics", "courriers/partenaire-mission-locale.docx",
            "courriers/prescripteur-per-nord-ref1.docx"} <= names  # fmt: skip
    assert not [name for name in names if "officer" in name or "head-of" in name or "ext-" in name]
