"""Tables that the document does not have and real devices do: which cameras a recorder has, lamps, titles, sound."""

from .control_values import choice, integer, text
from .dahua_hardware import Hardware
from .dahua_tables import BOOL, NAME, PERCENT, Entries, Rows, blended, under

# A slot of a recorder; one without a camera has this address.
SLOT = "RemoteDevice.uuid:System_CONFIG_NETCAMERA_INFO_{}"
NO_CAMERA = "192.168.0.0"


def slots(hardware: Hardware) -> Entries:
    entries: Entries = {}
    for n in range(hardware.channels):
        there = n + 1 not in hardware.empty
        rows: Rows = {
            "Address": (f"192.168.23.{n + 11}" if there else NO_CAMERA, text(63)),
            "DeviceType": ("DH-IPC-HFW1431S1-A" if there else "", text(63)),
            "Enable": ("true" if there else "false", BOOL),
            "Name": (hardware.names[n], NAME),
            "Password": ("recorder's secret", text(63)),
            "Port": ("37777", integer(1, 65535)),
            "ProtocolType": ("Private", choice("Private", "Onvif")),
            "UserName": ("admin", text(63)),
        }
        entries |= under(SLOT.format(n), rows)
    return entries


def titles(hardware: Hardware, channel: int) -> Entries:
    entries: Entries = {}
    for kind in ("CustomTitle", "UserDefinedTitle"):
        for n in range(hardware.overlays):
            rows: Rows = {**blended(), "EncodeBlend": ("false", BOOL), "Text": ("", text(255))}
            entries |= under(f"VideoWidget[{channel}].{kind}[{n}]", dict(sorted(rows.items())))
    return entries


def sound(channel: int) -> Entries:
    return under(
        f"AudioDetect[{channel}]",
        {
            "AnomalyDetect": ("false", BOOL),
            "AnomalySensitive": ("50", PERCENT),
            "MutationDetect": ("false", BOOL),
            # Spelt so.
            "MutationThreold": ("50", PERCENT),
        },
    )


def backlight(channel: int) -> Entries:
    kinds = choice("Off", "Backlight", "WideDynamic", "GlareInhibition")
    entries: Entries = {}
    for p in range(3):
        rows: Rows = {"Mode": ("Off", kinds), "WideDynamicRange": ("50", PERCENT)}
        entries |= under(f"VideoInBacklight[{channel}][{p}]", rows)
    return entries


def extra_tables(hardware: Hardware) -> Entries:
    entries: Entries = slots(hardware) if hardware.recorder else {}
    for channel in range(hardware.channels):
        entries |= titles(hardware, channel)
        linkage = f"DisableEventNotify[{channel}]" if hardware.recorder else "DisableEventNotify"
        entries[f"{linkage}.Enable"] = ("false", BOOL)
        if hardware.sound:
            entries |= sound(channel)
        if hardware.backlight_table:
            entries |= backlight(channel)
        if hardware.lens_mask:
            entries[f"LeLensMask[{channel}].Enable"] = ("false", BOOL)
        if hardware.ring:
            entries[f"LightGlobal[{channel}].Enable"] = ("true", BOOL)
    if hardware.sound:
        entries |= {"AudioInputVolume[0]": ("50", PERCENT), "AudioOutputVolume[0]": ("50", PERCENT)}
    if hardware.floodlight:
        entries["FloodLightMode.Mode"] = ("2", integer(1, 4))
    return entries
