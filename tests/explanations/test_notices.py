"""What is told beside an agenda though it breaks no rule."""

from rsa_sched import load_demo, solve
from rsa_sched.explanations.notices import notices
from tests.support.builders import problem, session, situation


def test_a_window_that_ends_before_it_begins_is_told() -> None:
    of = problem([situation(1, not_before="2010-10-20", not_after="2010-10-10"), situation(2, not_after="2010-10-20")])
    (told,) = notices(of)
    assert told == (
        "La période de la situation d-1 finit le 10/10/2010, avant de commencer (le 20/10/2010) : "
        "aucune séance ne peut la recevoir."
    )
    assert solve(of).notices == (told,)
    assert solve(of).warnings == ()


def test_staff_who_are_away_during_their_own_session_are_told() -> None:
    of = problem(1, [session(staff=["p-9"])], absences={"p-9": [("2010-10-05T10:00", "2010-10-05T10:30")]})
    assert notices(of) == (
        "p-9 tient la séance s-1 du 05/10/2010 et n'est pas disponible de 10\u00a0h à 10\u00a0h\u00a030.",
    )


def test_the_month_of_the_example_has_none() -> None:
    assert notices(load_demo()) == ()
