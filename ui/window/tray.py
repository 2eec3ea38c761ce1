"""Shows signs beside the clock, as a desktop does. Says `there` once it does, and then `sign: LINE, LINE` whenever a program
shows one; a line of a sign's menu that is given to it, it presses."""

import sys
import threading

from gi.repository import Gio, GLib

NAME = "org.kde.StatusNotifierWatcher"
INTERFACE = f"""<node><interface name="{NAME}">
<method name="RegisterStatusNotifierItem"><arg name="service" type="s" direction="in"/></method>
<method name="RegisterStatusNotifierHost"><arg name="service" type="s" direction="in"/></method>
<property name="RegisteredStatusNotifierItems" type="as" access="read"/>
<property name="IsStatusNotifierHostRegistered" type="b" access="read"/>
<property name="ProtocolVersion" type="i" access="read"/>
</interface></node>"""
MENU = "com.canonical.dbusmenu"

bus = Gio.bus_get_sync(Gio.BusType.SESSION)
#: What each line of the last sign's menu is called, and how it is pressed.
lines = {}


def ask(owner, path, interface, method, arguments):
    return bus.call_sync(owner, path, interface, method, arguments, None, 0, 5_000, None).unpack()


def look(owner, path):
    """Reads the menu of a sign; it may have none yet."""
    wanted = GLib.Variant("(ss)", ("org.kde.StatusNotifierItem", "Menu"))
    (menu,) = ask(owner, path, "org.freedesktop.DBus.Properties", "Get", wanted)
    _, (_, _, shown) = ask(owner, menu, MENU, "GetLayout", GLib.Variant("(iias)", (0, -1, [])))
    lines.clear()
    lines.update({of["label"].replace("_", ""): (owner, menu, at) for at, of, _ in shown if "label" in of})
    print("sign:", ", ".join(lines), flush=True)
    return GLib.SOURCE_REMOVE


def called(_, sender, __, ___, method, arguments, invocation):
    invocation.return_value(None)
    if method == "RegisterStatusNotifierItem":
        # Answered first: whoever registers may wait for it before saying what is in the menu.
        GLib.timeout_add(200, look, sender, arguments.unpack()[0])


def read(_, __, ___, ____, name):
    kinds = {"RegisteredStatusNotifierItems": ("as", []), "IsStatusNotifierHostRegistered": ("b", True)}
    return GLib.Variant(*kinds.get(name, ("i", 0)))


def press(line):
    owner, menu, at = lines[line]
    pressed = GLib.Variant("(isvu)", (at, "clicked", GLib.Variant("i", 0), 0))
    ask(owner, menu, MENU, "Event", pressed)
    return GLib.SOURCE_REMOVE


def listen():
    for line in sys.stdin:
        GLib.idle_add(press, line.strip())


known = Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0]
bus.register_object("/StatusNotifierWatcher", known, called, read, None)
Gio.bus_own_name_on_connection(bus, NAME, 0, lambda *_: print("there", flush=True), None)
threading.Thread(target=listen, daemon=True).start()
GLib.MainLoop().run()
