"""Letters as Word documents and HTML, from templates that officials can edit.

Identities appear here and nowhere else: the files are for those whom they name, and are not to be published.
"""

from __future__ import annotations

from rsa_sched.publish.letters.folder import copy_templates
from rsa_sched.publish.letters.letters import LetterMaker, letters

__all__ = ["LetterMaker", "copy_templates", "letters"]
