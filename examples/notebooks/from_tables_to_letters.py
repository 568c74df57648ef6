# %% [markdown]
# # From the structures' tables to the letters
#
# The tables as the structures sent them (old xls, cp1252, merged titles, hidden rows), the agenda, and everything that has to be
# sent. Needs the extra `office`. All people in these tables are invented.

# %%
import tempfile
from pathlib import Path

from rsa_sched import solve
from rsa_sched.intake import Identities, TableFiles, read_tables

folder = Path("..") / "tables"
service = folder / "service"
imported = read_tables(
    TableFiles(
        folder / "recus",
        sessions=service / "seances.csv",
        people=service / "professionnels.xlsx",
        absences=service / "indisponibilites.ods",
        decisions=service / "decisions.csv",
    ),
    mapping=service / "profil.toml",
    identities=Identities(names=service / "noms.csv"),
)
imported.problem

# %% [markdown]
# The report tells every repair and every doubt, at its row and column; no name is in it.

# %%
imported.report.to_frame()["niveau"].value_counts()

# %%
result = solve(imported.problem)
result.status, result.points

# %%
from rsa_sched.publish import publish
from rsa_sched.publish.letterhead import Letterhead

publication = publish(
    imported.problem, result.agenda, names=imported.names, letterhead=Letterhead.from_toml(service / "profil.toml")
)
with tempfile.TemporaryDirectory() as out:
    publication.write(Path(out) / "october")
    written = sorted(path.relative_to(out).as_posix() for path in Path(out).rglob("*") if path.is_file())
len(written), written[:3]
