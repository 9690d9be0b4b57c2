"""Runs Earshot where whoever looks a name up is ended at once:  python -m tests.promises.sealed_off bot.py [command]

A filter of system calls (seccomp; Linux alone), which libraries in C cannot go round: making a socket for datagrams
over IP, without which nothing is looked up, ends the process with SIGSYS. Streams, as to 127.0.0.1, are let be.
"""

import ctypes
import platform
import runpy
import struct
import sys
from pathlib import Path

SOCKET = {"x86_64": 41, "aarch64": 198}[platform.machine()]
"""The number of the system call socket (Linux, arch/*/include/asm/unistd.h)."""

NO_NEW_PRIVILEGES, SET_SECCOMP, FILTER = 38, 22, 2
LOAD, IS, AND, RETURN = 0x20, 0x15, 0x54, 0x06
KILL, ALLOW = 0x80000000, 0x7FFF0000
NUMBER, DOMAIN, KIND = 0, 16, 24
"""Where in struct seccomp_data the call's number and its first two arguments stand."""

STREAMS = 0xF
DATAGRAM = 2
INTERNET = (2, 10)


def forbid_lookups() -> None:
    """For this process and all that it starts. Raises OSError where the kernel does not do it."""
    steps = [
        (LOAD, 0, 0, NUMBER),
        (IS, 0, 6, SOCKET),
        (LOAD, 0, 0, DOMAIN),
        (IS, 1, 0, INTERNET[0]),
        (IS, 0, 3, INTERNET[1]),
        (LOAD, 0, 0, KIND),
        (AND, 0, 0, STREAMS),
        (IS, 1, 0, DATAGRAM),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, KILL),
    ]
    packed = b"".join(struct.pack("HBBI", *step) for step in steps)
    held = ctypes.create_string_buffer(packed)
    program = struct.pack("HxxxxxxP", len(steps), ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(SET_SECCOMP, FILTER, program, 0, 0):
        raise OSError(ctypes.get_errno(), "no filter")


if __name__ == "__main__":
    forbid_lookups()
    sys.argv = sys.argv[1:]
    sys.path.insert(0, str(Path(sys.argv[0]).parent))
    runpy.run_path(sys.argv[0], run_name="__main__")
