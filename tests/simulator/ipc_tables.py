"""The plain endpoints of the ipc dialect that both documents know: names, ranges, first values.

Ranges and reasons are those of IPC HTTP CGI 1.0.1 and 1.0.10. A reason the documents do
not print follows the pattern of the ones they do ("Other parameters similar").
"""

from .ipc_values import (
    Address,
    Blocks,
    Element,
    Numbers,
    Options,
    Setting,
    Table,
    Text,
    Values,
    numbers,
    switch,
)

BLOCKS = "22x18"
# 22 x 18 blocks, eight to a byte without a break at the row's end (4x4 is "ffff", 3.16).
AREA_DIGITS = (22 * 18 + 7) // 8 * 2

TIME_FORMATS = (
    "yyyy-mm-dd_hh:mm:ss",
    "yyyy/mm/dd_hh:mm:ss",
    "yy-mm-dd_hh:mm:ss",
    "yy/mm/dd_hh:mm:ss",
    "hh:mm:ss_dd/mm/yyyy",
    "hh:mm:ss_dd-mm-yyyy",
    "hh:mm:ss_mm/dd/yyyy",
    "hh:mm:ss_mm-dd-yyyy",
    "mm/dd/yyyy_hh:mm:ss",
    "mm-dd-yyyy_hh:mm:ss",
)


def position_error(values: Values) -> str | None:
    """A position runs to 2 as a direction, to 100 as a coordinate (3.13, 3.35)."""
    for place in ("title", "time"):
        highest = 2 if values.get(f"{place}_pos_type") == "0" else 100
        for axis in "xy":
            if int(values.get(f"{place}_pos_{axis}", "0")) > highest:
                return f"{place}_pos_{axis} range: 0-{highest}"
    return None


def positions(place: str) -> tuple[Setting, ...]:
    return (
        switch(f"{place}_pos_type", "1"),
        numbers(f"{place}_pos_x", 1, 0, 100),
        numbers(f"{place}_pos_y", 0, 0, 100),
    )


def _osd(element: Element, values: Values) -> str:
    return element("osd", values | {"time_format": values["time_format"].replace("_", " ")})


def _motion(element: Element, values: Values) -> str:
    # The document prints the blank inside the quotes, at both levels (3.16).
    return element("motion", values | {"blockcount": values["blockcount"] + " "})


PLAIN = (
    Table(
        "image",
        (
            *(numbers(n, 128, 0, 255) for n in ("brightness", "contrast", "saturation", "sharpness")),
            *(numbers(n, 128, 0, 255, newer=True) for n in ("hlc", "blc", "nr2d", "nr3d")),
            Setting("tvsystem", "50", Options(("50", "60")), "tvsystem: 50 or 60", True),
            switch("antificker", newer=True),
        ),
        "image",
    ),
    Table(
        "osd",
        (
            switch("enable", "1"),
            numbers("color", 1, 0, 3),
            numbers("fontsize", 1, 0, 2),
            *positions("title"),
            numbers("show_res_bit", 0, 0, 3),
            *positions("time"),
            switch("show_week", "1"),
            Setting("time_format", TIME_FORMATS[0], Options(TIME_FORMATS), "time_format error"),
            Setting("title_utf8", "ipcamera", Text(), "title_utf8 error"),
        ),
        render=_osd,
        check=position_error,
    ),
    Table(
        "motion",
        (
            switch("enable", "1"),
            numbers("sensitivity", 80, 1, 100),
            numbers("alarmthreshold", 20, 1, 100),
            switch("enable_nighttime", "1"),
            numbers("night_sensitivity", 80, 1, 100),
            numbers("night_alarmthreshold", 22, 1, 100),
            Setting("blockcount", BLOCKS, Options((BLOCKS,)), "blockcount error"),
            Setting("areavalue", "f" * (AREA_DIGITS - 2) + "0f", Blocks(22 * 18), "areavalue error"),
        ),
        render=_motion,
    ),
    Table(
        "network",
        (
            switch("dhcp", "0"),
            *(
                Setting(name, value, Address(), f"{name} error")
                for name, value in (
                    ("ipaddr", "192.168.0.10"),
                    ("netmask", "255.255.255.0"),
                    ("gateway", "192.168.0.1"),
                    ("dns1", "114.114.114.114"),
                    ("dns2", "8.8.8.8"),
                )
            ),
            Setting("port", "80", Numbers(1000, 65535, (80,)), "port range: 80 or 1000-65535"),
        ),
        "network",
        {n: n for n in ("macaddr", "dhcp", "ipaddr", "netmask", "gateway", "dns1", "dns2", "port")},
    ),
)
