"""Memory that solvers have given back goes back to the system."""

import platform
import subprocess
import sys

import pytest

WORK = """
import threading
from rsa_sched.heap import room_for_solver, share_heaps

def held():
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) // 1024

share_heaps()
kept, together, turn = [], threading.Barrier(6), threading.Lock()

def fill():
    with turn:
        blocks = [bytearray(4_000) for _ in range(10_000)]  # too small for pages of their own
        kept.append(blocks[-1])
        del blocks
    together.wait()

def fill_all():
    threads = [threading.Thread(target=fill) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return held() - before

before = held()
print(fill_all())
with room_for_solver():
    print(held() - before)
    print(fill_all())
print(held() - before)
"""


@pytest.mark.skipif(sys.platform != "linux" or platform.libc_ver()[0] != "glibc", reason="as glibc keeps it")
def test_what_threads_have_freed_does_not_stay() -> None:
    """Six threads side by side free 40 MiB each, but for a block that keeps its heap from shrinking."""
    done = subprocess.run([sys.executable, "-c", WORK], capture_output=True, text=True, check=True)
    kept, left, kept_again, left_again = map(int, done.stdout.split())
    assert 20 < kept < 4 * 40  # six heaps would keep six times as much
    assert left < 20 < kept_again
    assert left_again < 20


@pytest.mark.parametrize("ours", [True, False])
def test_the_collector_is_changed_in_a_process_of_our_own_alone(ours: bool) -> None:
    """Whoever calls `main` from a program of their own keeps their collector as it was."""
    work = (
        "import gc, sys; from rsa_sched.cli import RARELY, main; before = gc.get_threshold(); "
        f"main(['schema', 'problem'], process_is_ours={ours}); "
        "print(gc.get_threshold() == before, gc.get_threshold() == RARELY, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", work], capture_output=True, text=True, check=True)
    assert done.stderr.split() == [str(not ours), str(ours)]
