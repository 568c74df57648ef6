"""Files that nobody would write, for every reader: mutated ones and such as a grammar makes.

    python -m tests.campaign fuzz --minutes 5
    python -m tests.campaign fuzz --files 50000 --seed 7

Each must end as documented, within ten seconds of the processor and 512 MiB, without a traceback, a warning, a name of
the input or a file left behind. A process tries one after the other (`worker`); one in two hundred, and whatever does
not seem well, is tried in a process of its own (`tests.support.trials`). What is not well there is kept in
`tests/found`.
"""
