"""Makes the bundled Word templates anew: ``python -m tests.publish.letters.make_templates``.

They are kept as files, since officials edit them in Word; this says how they first came about, so that a change of
house style need not be made five times by hand.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Sequence
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from rsa_sched.french.figures import NARROW_SPACE
from rsa_sched.office.word import set_house_style
from rsa_sched.office.zips import repacked
from rsa_sched.publish.letters.folder import BUNDLED

KEPT = {
    "Normal",
    "Heading 1",
    "Heading 2",
    "Default Paragraph Font",
    "Normal Table",
    "No List",
    "Header",
    "Footer",
    "Table Grid",
}
LEFT_OUT = {"thumbnail", "stylesWithEffects", "customXml", "numbering", "webSettings"}
"""Parts of python-docx's own model that no letter needs."""
Column = tuple[str, str, int]
"""Heading, text of the cells, width in mm."""


def french(words: str) -> str:
    """Narrow no-break spaces where French printers put them, but for jinja2's tags."""
    parts = re.split(r"(\{[{%].*?[}%]\})", words)
    for n in range(0, len(parts), 2):
        spaced = re.sub(r" ([:;?!])", f"{NARROW_SPACE}\\1", parts[n])
        parts[n] = spaced.replace("« ", f"«{NARROW_SPACE}").replace(" »", f"{NARROW_SPACE}»")
    return "".join(parts)


def framed(paragraph: Paragraph, place: dict[str, int]) -> None:
    """Put a paragraph at a place on the page, in mm; neighbours of the same place share one frame."""
    frame = OxmlElement("w:framePr")
    for key, value in place.items():
        frame.set(qn(f"w:{key}"), str(round(value * 1440 / 25.4)))
    for key, word in (("hRule", "atLeast"), ("wrap", "notBeside"), ("vAnchor", "page"), ("hAnchor", "page")):
        frame.set(qn(f"w:{key}"), word)
    paragraph._p.get_or_add_pPr().insert_element_before(frame, "w:widowControl", "w:spacing", "w:ind", "w:jc")


class Model:
    """A Word template in the house style: Arial, French, A4, address where the window of a French envelope is."""

    def __init__(self, title: str, *, points: float = 10.5, landscape: bool = False, pages: bool = False) -> None:
        self.document = Document()
        self._properties(title)
        self._styles(points)
        self._page(landscape, pages)

    def _properties(self, title: str) -> None:
        facts = self.document.core_properties
        facts.title, facts.author, facts.comments, facts.language = title, "", "", "fr-FR"
        facts.created = facts.modified = dt.datetime(2000, 1, 1)
        for relations in (self.document.part.package.rels, self.document.part.rels):
            for key in [key for key, row in relations.items() if row.reltype.rpartition("/")[2] in LEFT_OUT]:
                del relations[key]

    def _styles(self, points: float) -> None:
        styles: Any = self.document.styles
        set_house_style(styles, KEPT, {"Normal": points, "Heading 1": points + 2.5, "Heading 2": points + 1})
        for name in ("Normal", "Heading 1", "Heading 2"):
            style = styles[name]
            style.paragraph_format.space_before = Pt(0 if name == "Normal" else 10)
            style.paragraph_format.space_after = Pt(6)
            style.paragraph_format.line_spacing = 1.1
        for name, size in (("Mention", 9 if points > 11 else 8), ("Cellule", points - 1)):
            style = styles.add_style(name, 1)
            style.base_style, style.font.size = styles["Normal"], Pt(size)
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(2)
            style.paragraph_format.line_spacing = 1.05

    def _page(self, landscape: bool, pages: bool) -> None:
        page = self.document.sections[0]
        page.page_width, page.page_height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
        page.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        page.left_margin = page.right_margin = Mm(20)
        page.top_margin, page.bottom_margin = Mm(15), Mm(13)
        page.header_distance = page.footer_distance = Mm(8)
        if pages:
            footer = page.footer.paragraphs[0]
            footer.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            footer.style = self.document.styles["Mention"]
            for text, field in (("Page ", "PAGE"), (" sur ", "NUMPAGES")):
                footer.add_run(text)
                field_xml = f'<w:fldSimple {nsdecls("w")} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'
                footer._p.append(parse_xml(field_xml))

    def text(self, words: str, style: str = "Normal", **form: Any) -> Paragraph:
        """A paragraph; ``**so**`` is bold."""
        paragraph = self.document.add_paragraph(style=style)
        for n, part in enumerate(french(words).split("**")):
            if part:
                paragraph.add_run(part).bold = True if n % 2 else None
        for key, value in form.items():
            setattr(paragraph.paragraph_format, key, value)
        return paragraph

    def sender(self) -> None:
        """Sender at the top left, recipient in the window at the right; all else begins under both."""
        close: dict[str, Any] = {"space_after": Pt(0), "line_spacing": 1.05}
        left = {"x": 20, "y": 15, "w": 82, "h": 71}
        framed(self.text("**{{ expediteur.nom }}**", **close), left)
        framed(self.text("{{ expediteur.coordonnees }}", **close), left)
        framed(self.text("{{ destinataire.bloc }}", **close), {"x": 105, "y": 48, "w": 85, "h": 38})
        self.text("{{ lieu_et_date }}", alignment=WD_ALIGN_PARAGRAPH.RIGHT)
        self.replaces()

    def replaces(self) -> None:
        """Which letter it stands for."""
        self.text("{%p if remplace %}")
        self.text("**{{ remplace }}**")
        self.text("{%p endif %}")

    def gone(self) -> None:
        """The places of an earlier letter that hold no longer."""
        columns = [
            ("Situation", "**{{ r.situation }}**", 34),
            ("Date et heure", "{{ r.date }}, {{ r.debut }}", 60),
            ("Lieu", "{{ r.lieu }} (séance {{ r.seance }})", 76),
        ]
        caption = "Rendez-vous qui n'ont plus lieu"
        self.rows(caption, "retires", columns, before=caption)

    def rows(self, caption: str, name: str, columns: Sequence[Column], *, before: str = "") -> None:
        """A table with a row for each of the list `name`, its heading row repeated on each page."""
        if before:
            self.text(f"{{%p if {name} %}}")
            self.text(before, "Heading 2")
        table = self.document.add_table(rows=4, cols=len(columns), style="Table Grid")
        table.autofit = False
        properties = table._tbl.tblPr
        caption_xml = f'<w:tblCaption {nsdecls("w")} w:val="{caption}"/>'
        properties.append(parse_xml(caption_xml))
        for grid, column in zip(table._tbl.tblGrid.gridCol_lst, columns, strict=True):
            grid.w = Mm(column[2])
        texts = ([head for head, _, _ in columns], [f"{{%tr for r in {name} %}}"], [cell for _, cell, _ in columns])
        for row, cells in zip(table.rows, (*texts, ["{%tr endfor %}"]), strict=True):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for n, (cell, column) in enumerate(zip(row.cells, columns, strict=True)):
                cell.width = Mm(column[2])
                paragraph = cell.paragraphs[0]
                paragraph.style = self.document.styles["Cellule"]
                words = cells[n] if n < len(cells) else ""
                for k, part in enumerate(words.split("**")):
                    if part:
                        paragraph.add_run(part).bold = True if k % 2 or row is table.rows[0] else None
        heading = table.rows[0]._tr
        heading.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for run in (run for cell in table.rows[0].cells for run in cell.paragraphs[0].runs):
            run.bold = True
        if before:
            self.text("{%p endif %}")
        gap = self.text("", "Mention", space_before=Pt(0), space_after=Pt(0))
        gap.paragraph_format.line_spacing = Pt(5)

    def end(self) -> None:
        """Signature and mention."""
        self.text("{{ expediteur.signataire }}", space_before=Pt(4), space_after=Pt(18), left_indent=Mm(85))
        self.text("{{ mention }}", "Mention")

    def bytes(self) -> bytes:
        """The file."""
        stream = io.BytesIO()
        self.document.save(stream)
        return repacked(stream.getvalue())


def partner() -> Model:
    """Confirmation to an external partner [R46]."""
    model = Model("Confirmation d'invitation")
    model.sender()
    model.text(
        "Objet : {% if rendez_vous %}confirmation de votre participation à une réunion"
        "{% else %}annulation de votre participation à une réunion{% endif %}",
        "Heading 1",
    )
    model.text("Madame, Monsieur,")
    model.text("{%p if rendez_vous %}")
    model.text(
        "Des professionnels se réunissent pour examiner une situation, à la demande du référent qui suit la "
        "personne. Le référent a souhaité votre présence. Nous vous la confirmons :"
    )
    columns = [
        ("Date et heure", "{{ r.date }}, {{ r.debut }} à {{ r.fin }}", 46),
        ("Lieu", "{{ r.lieu }}{% if r.adresse %}, {{ r.adresse }}{% endif %} ({{ r.type }})", 50),
        ("Situation", "{{ r.situation }}", 24),
        ("Référent qui vous invite", "{{ r.referent }}, {{ r.structure }}", 50),
    ]
    model.rows("Vos rendez-vous", "rendez_vous", columns)
    model.text(
        "**À apporter :** ce que vous savez de la situation et qui peut aider à trouver des solutions. Par discrétion, "
        "ce courrier ne nomme pas la personne : le référent vous dira de qui il s'agit."
    )
    model.text(
        "**Si vous ne pouvez pas venir,** prévenez dès que possible le référent qui vous invite et le service"
        "{% if expediteur.contact %} ({{ expediteur.contact }}){% endif %}."
    )
    model.text("{%p endif %}")
    model.gone()
    model.text("Nous vous remercions de votre participation.")
    model.end()
    return model


def person() -> Model:
    """Official notice to the person [R50]."""
    model = Model("Votre situation", points=11.5)
    model.sender()
    model.text(
        "{% for r in rendez_vous %}{% if r.personne_vient %}Vous êtes invité(e) à une réunion : {{ r.date }} à "
        "{{ r.debut }}{% else %}Des professionnels parlent de votre situation : {{ r.date }}{% endif %}"
        "{% else %}Votre situation n'est pas examinée ce mois-ci{% endfor %}",
        "Heading 1",
    )
    model.text("Bonjour,")
    model.text("{%p for r in retires %}")
    model.text(
        "Nous vous avions écrit pour la réunion du {{ r.date }} (lieu : {{ r.lieu }}). Cela ne vaut plus : voici ce "
        "qui change."
    )
    model.text("{%p endfor %}")
    model.text("{%p for r in rendez_vous %}")
    model.text("{%p if r.personne_vient %}")
    model.text(
        "Des professionnels se réunissent pour chercher des solutions avec vous. Vous êtes invité(e) à venir. "
        "Cette réunion s'appelle « {{ r.type }} »."
    )
    model.text("{%p else %}")
    model.text(
        "Des professionnels se réunissent pour parler de votre situation et pour chercher des solutions. "
        "Cette réunion s'appelle « {{ r.type }} »."
    )
    model.text("{%p endif %}")
    line: dict[str, Any] = {"left_indent": Mm(10), "space_after": Pt(2)}
    model.text("**Date :** {{ r.date }}", **line)
    model.text("{%p if r.personne_vient %}")
    model.text("**Heure :** {{ r.debut }} (environ {{ r.duree }})", **line)
    model.text("{%p endif %}")
    model.text("**Lieu :** {{ r.lieu }}{% if r.adresse %}, {{ r.adresse }}{% endif %}", **line)
    model.text("{%p if r.personne_vient %}")
    model.text("{%p if r.acces %}")
    model.text("**Pour venir :** {{ r.acces }}", **line)
    model.text("{%p endif %}")
    model.text("**À apporter :** les papiers qui vous semblent utiles. Rien n'est obligatoire.", left_indent=Mm(10))
    model.text("Vous pouvez venir avec une personne de votre choix.")
    model.text(
        "**Vous ne pouvez pas venir ?** Prévenez votre référent{% if referents %} : {{ referents }}{% endif %}."
        "{% if expediteur.contact %} Ou prévenez le service : {{ expediteur.contact }}.{% endif %}"
    )
    model.text("{%p else %}")
    model.text("Vous n'avez pas besoin de venir. Votre référent pourra vous dire ce qui a été proposé.")
    model.text("{%p endif %}")
    model.text("{%p endfor %}")
    model.text("{%p for a in ajournements %}")
    model.text(
        "{% if rendez_vous %}Une autre demande vous concerne. Elle n'est pas examinée ce mois-ci.{% else %}"
        "Votre référent a demandé que des professionnels se réunissent pour parler de votre situation. "
        "Cette réunion s'appelle « {{ a.type }} ». Ce n'est pas possible ce mois-ci.{% endif %}"
    )
    model.text("**Pourquoi ?** {{ a.raison }}")
    model.text("**Et après ?** {{ a.suite }}")
    model.text("{%p endfor %}")
    model.text(
        "**Une question ?** Parlez-en à votre référent{% if referents %} : {{ referents }}{% endif %}."
        "{% if expediteur.contact %} Vous pouvez aussi joindre le service : {{ expediteur.contact }}.{% endif %}"
    )
    model.end()
    return model


def prescriber() -> Model:
    """Notice to a referent [R44, R45, R49]."""
    model = Model("Suites données à vos demandes", pages=True)
    model.sender()
    model.text("Objet : suites données à vos demandes", "Heading 1")
    model.text("Madame, Monsieur,")
    model.text("Voici la suite donnée aux situations dont vous êtes le référent.")
    named = "**{{ r.situation }}**{% if r.personne %}, {{ r.personne }}{% endif %}"
    heard = [
        ("Situation", named, 34),
        ("Quand et où", "{{ r.date }}, {{ r.debut }} à {{ r.fin }}, {{ r.lieu }} ({{ r.type }})", 48),
        ("Avec qui", "{{ r.participants }}{% if r.personne_vient %}, et la personne{% endif %}", 40),
        ("À faire", "{{ r.a_faire }}", 48),
    ]
    model.rows("Situations examinées", "rendez_vous", heard, before="Situations examinées")
    deferred = [("Situation", named, 34), ("Pourquoi", "{{ r.pourquoi }}", 62),
                ("Prochaine étape", "{{ r.etape }} {{ r.garde }}", 74)]  # fmt: skip
    model.rows("Situations ajournées", "ajournements", deferred, before="Situations ajournées")
    model.gone()
    model.text("{%p if expediteur.contact %}")
    model.text("Pour toute question : {{ expediteur.contact }}.")
    model.text("{%p endif %}")
    model.end()
    return model


def cancellation() -> Model:
    """Cancellation of a session without requests, to its staff [R52]."""
    model = Model("Annulation d'une séance", points=11)
    model.sender()
    model.text("Objet : annulation de la séance du {{ seance.date }}", "Heading 1")
    model.text("Madame, Monsieur,")
    model.text(
        "Vous deviez participer à la séance du **{{ seance.date }}**, de {{ seance.debut }} à {{ seance.fin }} "
        "({{ seance.type }}, {{ seance.lieu }}, séance {{ seance.numero }})."
    )
    model.text("Aucune situation n'y est inscrite. **Cette séance est annulée** : vous n'avez pas à vous déplacer.")
    model.text("{%p if expediteur.contact %}")
    model.text("Pour toute question : {{ expediteur.contact }}.")
    model.text("{%p endif %}")
    model.text("Nous vous remercions de votre disponibilité.")
    model.end()
    return model


def sheet() -> Model:
    """The list for the staff in the room."""
    model = Model("Feuille de séance", points=10, landscape=True, pages=True)
    model.text("Feuille de la séance {{ seance.numero }} – {{ seance.date }}, {{ seance.debut }}", "Heading 1")
    model.text("{{ seance.lieu }}, {{ seance.secteur }} ({{ seance.type }}). De {{ seance.debut }} à {{ seance.fin }}.")
    model.replaces()
    model.text("{%p if seance.presents %}")
    model.text("**Présents toute la séance :** {{ seance.presents }}.")
    model.text("{%p endif %}")
    columns = [
        ("Heure", "{{ r.debut }} à {{ r.fin }}", 28),
        ("Situation", "{{ r.situation }}", 27),
        ("Personne", "{% if r.personne %}{{ r.personne }}{% else %}nom non renseigné{% endif %}", 48),
        ("Vient", "{% if r.personne_vient %}oui{% else %}non{% endif %}", 16),
        ("Structure", "{{ r.structure }}", 52),
        ("Référent, puis invités", "{{ r.participants }}", 86),
    ]
    model.rows("Situations à entendre, par heure", "rendez_vous", columns)
    model.text(
        "Liste nominative, réservée aux personnes présentes à la séance. À ne pas diffuser, à détruire après usage. "
        "{{ expediteur.nom }}. {{ lieu_et_date }}.",
        "Mention",
    )
    return model


MODELS = {
    "partenaire": partner,
    "personne": person,
    "prescripteur": prescriber,
    "annulation": cancellation,
    "seance": sheet,
}


def main() -> None:
    """Write them where the package keeps them."""
    for name, model in MODELS.items():
        (BUNDLED / f"{name}.docx").write_bytes(model().bytes())


if __name__ == "__main__":
    main()
