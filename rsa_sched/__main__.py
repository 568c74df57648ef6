"""``python -m rsa_sched``: the command line."""

from rsa_sched.cli import run

if __name__ == "__main__":
    run()
