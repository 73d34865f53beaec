"""A process that answers questions needs no network, and is not given one where the system can see to that.

The text of a question is refused when it calls out (:mod:`kg.ask.syntax`). This is the second lock on that door: on
Linux the process asks the kernel to refuse it sockets from now on, which cannot be taken back (seccomp, in the older
form that every kernel with containers has). Elsewhere, and where the kernel has no such filters, it does nothing.
The module imports nothing of kg, because the process does not.
"""

from __future__ import annotations

import os
import struct
import sys

__all__ = ["confine"]

_SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""For a machine, what the kernel calls it (AUDIT_ARCH) and the number of the call that makes a socket."""

_LOAD, _EQUAL, _ABOVE, _GIVE = 0x20, 0x15, 0x35, 0x06
"""Steps of a filter: load a word, go on if it is equal, go on if it is as large, give a verdict."""

_NUMBER, _ARCHITECTURE = 0, 4
"""Where the call and the machine stand in what the filter sees."""

_ALLOW, _REFUSE = 0x7FFF0000, 0x00050001
"""The verdicts: let it be, and say that it is not permitted (EPERM)."""

_OTHER_TABLE = 0x40000000
"""From this number on, calls of x86_64 are those of x32, which has its own way to a socket."""

_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2
"""Of ``prctl``."""


def confine() -> bool:
    """Give up the right to sockets, for this process for good; tell whether that was granted."""
    if sys.platform != "linux" or os.uname().machine not in _SOCKET:
        return False
    import ctypes

    architecture, socket = _SOCKET[os.uname().machine]
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 0, 4, architecture),  # else refuse: 32 bits have other numbers, and nothing here runs so
        (_LOAD, 0, 0, _NUMBER),
        (_ABOVE, 2, 0, _OTHER_TABLE),
        (_EQUAL, 1, 0, socket),
        (_GIVE, 0, 0, _ALLOW),
        (_GIVE, 0, 0, _REFUSE),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    program = ctypes.create_string_buffer(struct.pack("@HP", len(steps), ctypes.addressof(code)))
    prctl = ctypes.CDLL(None).prctl
    prctl.argtypes = [ctypes.c_int, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong]
    if prctl(_NO_NEW_PRIVILEGES, 1, None, 0, 0) != 0:
        return False
    return bool(prctl(_SET_SECCOMP, _FILTER, ctypes.addressof(program), 0, 0) == 0)
