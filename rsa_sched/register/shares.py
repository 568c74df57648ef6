"""Whether a file lies on a network share, where SQLite's write-ahead log must not be used and locks may be weak."""

from __future__ import annotations

import os
import sys
from pathlib import Path

NETWORK = frozenset(
    {"9p", "afs", "ceph", "cifs", "coda", "davfs", "glusterfs", "lustre", "ncpfs", "nfs", "nfs4", "smb3", "smbfs"}
    | {"fuse.ceph", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.rclone", "fuse.smbnetfs", "fuse.sshfs", "prl_fs", "vboxsf"}
)
"""File systems whose files other machines may hold open too, as Linux calls them."""
_MOUNTS = Path("/proc/self/mountinfo")
_REMOTE = 4  # DRIVE_REMOTE of GetDriveTypeW


def network_share(path: Path, mounts: Path = _MOUNTS) -> str | None:
    """The kind of network share that a path lies on; None on a local disk, and where the system does not say."""
    path = path.absolute()
    if sys.platform == "win32":
        import ctypes

        if path.drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\") == _REMOTE:
            return "smb"
        return None
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    deepest, kind = -1, ""
    where = os.fspath(path.resolve())
    for line in lines:
        before, _, after = line.partition(" - ")
        fields, kinds = before.split(" "), after.split(" ")
        if len(fields) < 5 or not kinds[0]:
            continue
        point = fields[4].encode().decode("unicode_escape") if "\\" in fields[4] else fields[4]
        inside = where == point or where.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= deepest:  # of two on one point the later is on top
            deepest, kind = len(point), kinds[0]
    return kind if kind in NETWORK else None
