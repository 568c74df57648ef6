"""Ids that are empty, alike or unknown."""

from tests.bad_input.builder import DROP, P0, S0, Case, R, bad, edited
from tests.bad_input.cases_keys import ROWS

LISTS = (
    "services[2]",
    "subsectors[4]",
    "venues[3]",
    "structures[3]",
    "professionals[6]",
    "sessions[5]",
    "situations[5]",
    "regulation.types[3]",
)
TWINS = {  # two ids that a reader cannot tell apart, or that one tool would turn into the other
    "equal": ("ab", "ab"),
    "space-after": ("ab", "ab "),
    "space-before": ("ab", " ab"),
    "space-inside": ("ab", "a b"),
    "two-spaces": ("a b", "a  b"),
    "no-break-space": ("a b", "a\u00a0b"),
    "thin-space": ("ab", "a\u2009b"),
    "ideographic-space": ("ab", "a\u3000b"),
    "line-separator": ("ab", "a\u2028b"),
    "zero-width-space": ("ab", "a\u200bb"),
    "zero-width-joiner": ("ab", "a\u200db"),
    "word-joiner": ("ab", "a\u2060b"),
    "bom-inside": ("ab", "a\ufeffb"),
    "soft-hyphen": ("ab", "a\u00adb"),
    "grapheme-joiner": ("ab", "a\u034fb"),
    "variation-selector": ("ab", "ab\ufe0f"),
    "direction-mark": ("ab", "\u200eab"),
    "override": ("ab", "\u202eab"),
    "tag": ("ab", "ab\U000e0061"),
    "hangul-filler": ("ab", "a\u115fb"),
    "hangul-filler-2": ("ab", "a\u3164b"),
    "vowel-separator": ("ab", "a\u180eb"),
    "fullwidth": ("ab1", "\uff41\uff42\uff11"),
    "ligature": ("file", "\ufb01le"),
    "superscript": ("a2", "a\u00b2"),
    "roman": ("IV", "\u2163"),
    "decomposed": ("\u00e9t\u00e9", "e\u0301te\u0301"),
    "angstrom": ("\u00c5", "\u212b"),
    "joiner-before-accent": ("\u00e9", "e\u034f\u0301"),
    "space-before-accent": ("\u00e9", "e\u200b\u0301"),
    "half-width": ("\u30ac", "\uff76\uff9e"),
    "ellipsis": ("a...", "a\u2026"),
}
CONTROLS = {"nul": "\0", "newline": "\n", "tab": "\t", "escape": "\x1b", "delete": "\x7f", "next-line": "\x85"}
REFERENCES = (
    "subsectors[4].service",
    "venues[0].subsector",
    "travel.between[0][0]",
    "travel.between[1][1]",
    P0 + "structure",
    "sessions[0].service",
    "sessions[0].subsector",
    "sessions[0].venue",
    "sessions[0].staff[0]",
    "sessions[0].type",
    S0 + "type",
    S0 + "subsector",
    S0 + "structure",
    S0 + "referent",
    S0 + "partners[0].professional",
    S0 + "wanted_sessions[0]",
    "pins[0].situation",
    "pins[0].session",
    "bans[0].situation",
    "bans[0].session",
    "history[0].service",
    "history[0].kind",
    "announced[0].situation",
    "announced[0].session",
    "structures[3].kind",
)


def reference(name: str, place: str, value: str) -> Case:
    """The base document, with a new row where the place lies in one, and an id there that nothing has."""
    row = place.partition(".")[0]
    new = {row: ROWS[row]} if row in ROWS else {}
    return Case(f"{name}-{place}", edited(new | {place: value}), frozenset({place}))


IDS = [
    *(
        bad(f"twin-{name}", {"professionals[6]": {"id": one}, "professionals[7]": {"id": other}}, "professionals[7].id")
        for name, (one, other) in TWINS.items()
    ),
    *(
        bad(
            f"twin-in-{row}",
            {row: good, row.replace(row[-2], str(int(row[-2]) + 1)): good | {"id": f"{good['id']}\u200b"}},
            row.replace(row[-2], str(int(row[-2]) + 1)) + ".id",
        )
        for row, good in ROWS.items()
        if row in LISTS
    ),
    bad("three-alike", {"venues[3]": {"id": "v-a "}, "venues[4]": {"id": "v -a"}}, "venues[3].id", "venues[4].id"),
    *(bad(f"empty-id-{row}", {row: ROWS[row] | {"id": ""}}, f"{row}.id") for row in LISTS),
    *(
        bad(f"control-{name}", {"situations[5]": ROWS["situations[5]"] | {"id": f"d{char}z"}}, "situations[5].id")
        for name, char in CONTROLS.items()
    ),
    bad("empty-problem-id", {"id": ""}),
    bad("control-in-problem-id", {"id": "a\nb"}),
    bad("empty-person", {"situations[1].person": ""}),
    bad("control-in-person", {"situations[1].person": "b\r2"}),
    bad("surrogate-in-id", {"venues[3]": {"id": "v\ud800"}}, "venues[3].id|document"),
    bad("surrogate-in-label", {"venues[0].label": "Centre \udcff"}, "venues[0].label|document"),
    *(reference("unknown", place, "nowhere") for place in REFERENCES),
    *(
        reference("empty", place, "")
        for place in ("sessions[0].venue", S0 + "referent", "pins[0].session", "structures[3].kind")
    ),
    reference("nearly", S0 + "referent", "p-1 "),
    reference("nearly", "sessions[0].venue", "v\u200b-a"),
    reference("nearly", "pins[0].situation", "D-1"),
    reference("of-another-list", "sessions[0].venue", "N1"),
    reference("of-another-list", "bans[0].session", "d-1"),
    reference("of-another-list", "sessions[0].type", "N1"),
    reference("nearly", "sessions[0].type", "Standard"),
    bad("kinds-cut", {R + "kinds": ["PSSI", "PER"]}, R + "weights.PE", "structures[2].kind"),
    bad("kinds-default", {"regulation": DROP, "structures[3]": {"id": "x", "kind": "CCAS"}}, "structures[3].kind"),
    bad(
        "no-kinds",
        {
            R + "kinds": [],
            R + "weights": DROP,
            "structures": [],
            "professionals[0].structure": DROP,
            "professionals[1].structure": DROP,
            "professionals[2].structure": DROP,
            "situations": [],
            "pins": [],
            "bans": [],
            "history": [],
            "announced": [],
        },
        R + "kinds",
    ),
]
