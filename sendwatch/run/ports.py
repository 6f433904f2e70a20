"""Which loopback port each part listens on, when the usual one may be taken."""

import socket
from collections.abc import Container

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port(preferred: int, taken: Container[int] = (), attempts: int = 100) -> int:
    """The preferred port, or the next free one above it that is not in `taken`."""
    for port in range(preferred, min(preferred + attempts, 65536)):
        if port not in taken and is_free(port):
            return port
    raise OSError(f"no free port from {preferred} to {preferred + attempts - 1} on {LOOPBACK}")
