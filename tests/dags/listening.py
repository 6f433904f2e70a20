"""Where processes listen, read from the kernel's own tables."""

import contextlib
import os
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

LISTENING = "0A"


def listening_addresses(pids: Iterable[int]) -> set[str]:
    """`address:port` of every TCP socket on which one of the processes accepts connections."""
    return {address for pid in pids for address in _of(pid)}


def _of(pid: int) -> list[str]:
    mine = _sockets(pid)
    return [_address(local) for local, inode in _listening() if inode in mine]


def _sockets(pid: int) -> set[str]:
    """Numbers of the sockets a process holds open."""
    found = set()
    with contextlib.suppress(OSError):  # it ended while we looked
        for descriptor in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(OSError):
                found.add(os.readlink(descriptor).removeprefix("socket:[").removesuffix("]"))
    return found


def _listening() -> list[tuple[str, str]]:
    tables = [Path("/proc/net") / name for name in ("tcp", "tcp6")]
    rows = [row.split() for table in tables if table.exists() for row in table.read_text().splitlines()[1:]]
    return [(row[1], row[9]) for row in rows if row[3] == LISTENING]


def _address(local: str) -> str:
    """The kernel writes each group of four bytes backwards."""
    digits, _, port = local.partition(":")
    raw = b"".join(bytes.fromhex(digits[at : at + 8])[::-1] for at in range(0, len(digits), 8))
    return f"{IPv4Address(raw) if len(raw) == 4 else IPv6Address(raw)}:{int(port, 16)}"
