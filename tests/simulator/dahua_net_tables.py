"""Storage and network tables of a Dahua device beyond the basic ones (Amcrest HTTP API 4.7.6, 6.2, 6.3.2)."""

from .control_values import choice, integer, text
from .dahua_hardware import Hardware
from .dahua_tables import BOOL, NAME, PORT, Entries, Rows, under


def nas() -> Entries:
    rows: Rows = {
        "Address": ("ftp.example", NAME),
        "Directory": ("share", text(127)),
        "Enable": ("false", BOOL),
        "Name": ("FTP1", NAME),
        "Password": ("none", text(63)),
        "Port": ("21", PORT),
        "Protocol": ("FTP", choice("FTP", "SMB")),
        "UserName": ("anonymity", NAME),
    }
    return under("NAS[0]", rows)


def groups() -> Entries:
    entries: Entries = {}
    for n, (name, memo) in enumerate((("ReadWrite", "For Reading & Writing Files"), ("Remote", "For FTP Files"))):
        rows: Rows = {
            "Channels[0].MaxPictures": ("0", integer(0, 1_000_000)),
            "FileHoldTime": ("0", integer(0, 10_000)),
            "Memo": (memo, text(127)),
            "Name": (name, NAME),
            "OverWrite": ("true", BOOL),
        }
        entries |= under(f"StorageGroup[{n}]", rows)
    return entries


def wireless() -> Entries:
    kinds = choice("Off", "On", "WEP64Bits", "WEP128Bits", "WPA-PSK-TKIP", "WPA-PSK-CCMP")
    rows: Rows = {
        "Enable": ("true", BOOL),
        "Encryption": ("WPA-PSK-CCMP", kinds),
        "KeyFlag": ("true", BOOL),
        "KeyID": ("0", integer(0, 3)),
        "KeyType": ("ASCII", choice("Hex", "ASCII")),
        **{f"Keys[{n}]": ("wireless secret", text(63)) for n in range(4)},
        "LinkMode": ("Auto", choice("Auto", "Ad-hoc", "Infrastructure")),
        "SSID": ("home", text(32)),
    }
    return under("WLan.eth2", rows)


def net_tables(hardware: Hardware) -> Entries:
    entries = nas()
    if hardware.storage:
        entries |= groups()
    if hardware.wifi:
        entries |= wireless()
    return entries
