"""Closes a window by its title, as the button in its frame does: `close.py TITLE`. Leaves with 1 where there is none."""

import ctypes
import sys

x = ctypes.CDLL("libX11.so.6")
x.XOpenDisplay.restype = ctypes.c_void_p
x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
x.XDefaultRootWindow.restype = ctypes.c_ulong
x.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
x.XInternAtom.restype = ctypes.c_ulong
x.XFetchName.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.POINTER(ctypes.c_char_p)]
x.XQueryTree.argtypes = [ctypes.c_void_p, ctypes.c_ulong] + [ctypes.c_void_p] * 4
x.XSendEvent.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_long, ctypes.c_void_p]
x.XGetWMProtocols.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_void_p]
x.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]


class Message(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        # An event of any kind is as large as the largest.
        ("room", ctypes.c_long * 24),
    ]


def windows(screen, window):
    """All windows in this one."""
    ignored, children, many = ctypes.c_ulong(), ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
    x.XQueryTree(screen, window, *[ctypes.byref(one) for one in (ignored, ctypes.c_ulong(), children, many)])
    for child in children[: many.value]:
        yield child
        yield from windows(screen, child)


def title(screen, window):
    name = ctypes.c_char_p()
    x.XFetchName(screen, window, ctypes.byref(name))
    return (name.value or b"").decode()


def can_be_asked(screen, window):
    atoms, many = ctypes.c_void_p(), ctypes.c_int()
    return x.XGetWMProtocols(screen, window, ctypes.byref(atoms), ctypes.byref(many)) != 0


screen = x.XOpenDisplay(None)
root = x.XDefaultRootWindow(screen)
found = [one for one in windows(screen, root) if title(screen, one) == sys.argv[1] and can_be_asked(screen, one)]
if not found:
    sys.exit(1)
protocols, delete = (x.XInternAtom(screen, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
message = Message(type=33, send_event=1, window=found[0], message_type=protocols, format=32)
message.data[0] = delete
x.XSendEvent(screen, found[0], 0, 0, ctypes.byref(message))
x.XSync(screen, 0)
