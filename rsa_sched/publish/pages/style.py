"""How the pages look, on screens of any width and on A4.

Colours: every text has a contrast of at least 4.5 to 1, by day and by night; none says anything that words do not.
"""

from __future__ import annotations

SCREEN = """
:root { color-scheme: light dark; --ink: #1b1f24; --quiet: #4b5563; --paper: #ffffff; --line: #8a94a3;
  --shade: #eef1f5; --link: #0b4f9e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f0f2f5; --quiet: #c3cad4; --paper: #14181d; --line: #76808e; --shade: #232a33; --link: #9ecbff; }
}
* { box-sizing: border-box; }
html { font-size: 100%; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 75rem; padding: 0 1rem 2rem; background: var(--paper); color: var(--ink);
  font-family: "Marianne", "Helvetica Neue", Helvetica, Arial, "Liberation Sans", "DejaVu Sans", sans-serif;
  line-height: 1.5; overflow-wrap: anywhere; }
table { overflow-wrap: normal; }
a { color: var(--link); text-decoration: underline; }
a:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: 0.5rem; top: -10rem; padding: 0.5rem 1rem; background: var(--paper);
  border: 2px solid var(--link); z-index: 1; }
.skip:focus { top: 0.5rem; }
header { border-bottom: 1px solid var(--line); padding: 0.75rem 0; color: var(--quiet); }
header p { margin: 0; }
nav { margin: 0.75rem 0; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; margin: 0; padding: 0; }
nav a { display: inline-block; padding: 0.2rem 0; }
h1 { font-size: 1.75rem; line-height: 1.25; margin: 1rem 0 0.5rem; }
h2 { font-size: 1.35rem; line-height: 1.3; margin: 2rem 0 0.5rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1.1rem; line-height: 1.35; margin: 1.5rem 0 0.25rem; }
p { margin: 0.5rem 0; max-width: 50rem; }
dl.facts { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: 0.25rem 1rem; margin: 0.75rem 0; }
dl.facts dt, dl.words dt { font-weight: bold; }
dl.facts dd, dl.words dd { margin: 0; }
dl.words { display: grid; grid-template-columns: minmax(3.5rem, max-content) 1fr; gap: 0.15rem 1rem; margin: 0.5rem 0; }
.notice { border: 2px solid var(--ink); padding: 0.5rem 0.75rem; font-weight: bold; }
.region { overflow-x: auto; margin: 0.75rem 0; }
table { border-collapse: collapse; width: calc(100% - 1px); }
caption { caption-side: top; text-align: left; font-weight: bold; padding: 0.3rem 0; }
th, td { border: 1px solid var(--line); padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; }
th[scope=col] { background: var(--shade); }
th[scope=row] { font-weight: 600; }
.prose th[scope=row] { font-weight: normal; }
.stay { position: sticky; left: 0; display: inline-block; max-width: calc(100vw - 2rem); }
.rsa-n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.k { white-space: nowrap; }
figure { margin: 0.75rem 0; }
svg { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); }
figcaption { color: var(--quiet); }
footer { margin-top: 2.5rem; border-top: 1px solid var(--line); font-size: 0.95rem; }
@media screen {
  .long { min-width: 60rem; }
  .region svg { min-width: 45rem; }
}
@media screen and (max-width: 60rem) { table { min-width: 46rem; } table.small { min-width: 0; } }
@media screen and (max-width: 30rem) {
  dl.facts, dl.words { display: block; }
  dl.facts dd, dl.words dd { margin-bottom: 0.5rem; }
}
"""

PRINT = """
@media print {
  :root { color-scheme: light; --ink: #000000; --quiet: #333333; --paper: #ffffff; --line: #666666; --shade: #ffffff;
    --link: #000000; }
  body { max-width: none; padding: 0; font-size: 9.5pt; line-height: 1.35; }
  .skip, nav, .screen { display: none; }
  .region { overflow: visible; margin: 0.4rem 0; }
  h1 { font-size: 15pt; margin: 0.4rem 0; }
  h2 { font-size: 12.5pt; margin: 1rem 0 0.3rem; }
  h3 { font-size: 10.5pt; margin: 0.6rem 0 0.1rem; }
  h1, h2, h3, caption { break-after: avoid; }
  p { max-width: none; orphans: 3; widows: 3; }
  thead { display: table-header-group; }
  tr, figure, dl.facts, .notice, .block { break-inside: avoid; }
  th, td { padding: 0.12rem 0.4rem; }
  .long { font-size: 8.5pt; }
  .stay { position: static; max-width: none; }
  .landscape { page: landscape; }
  footer { font-size: 8.5pt; margin-top: 1rem; }
  a { text-decoration: none; }
}
"""

MONTH_PAPER = """
@page { size: A4 portrait; margin: 13mm 12mm; }
@page landscape { size: A4 landscape; margin: 10mm 12mm; }
"""

SESSION_PAPER = """
@page { size: A4 landscape; margin: 10mm 13mm; }
@media print {
  body { font-size: 10pt; line-height: 1.28; }
  #situations h2 { display: none; }
  th, td { padding: 0.08rem 0.35rem; }
  .region { margin: 0.2rem 0; }
  footer { margin-top: 0.4rem; }
  h1 { font-size: 16pt; }
  dl.facts { grid-template-columns: max-content 1fr max-content 1fr; }
  dl.compact { display: block; columns: 2; font-size: 9pt; }
  dl.compact dt { float: left; margin-right: 0.6em; }
  h2 { margin-top: 0.5rem; }
}
"""
