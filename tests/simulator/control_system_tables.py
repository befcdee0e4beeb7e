"""Settings of a control camera beyond the picture and alarms: sound, streams, network, name, clock (1, 4.4 to 4.7)."""

from .control_tables import ON_OFF, PORT, Model, Page, Row, Values, only
from .control_values import NotAllowed, address, choice, integer, text


def audio(model: Model) -> Page:
    return Page(
        "audioset",
        "getaudio",
        "setaudio",
        (
            # "now, only support ulaw"
            Row("audiocodec", choice("ulaw", "alaw") if model.alaw else choice("ulaw"), "ulaw"),
            Row("audiooutenable", ON_OFF, "disable", answer="audioout"),
            Row("audiooutgain", integer(1, 100), "50"),
            Row("audioinenable", ON_OFF, "enable", answer="audioin"),
            Row("audioingain", integer(1, 100), "50"),
            Row("audiosampling", choice("8000", "16000"), "8000"),
        ),
    )


def rtp_ports(value: str) -> str:
    first, comma, last = value.partition(",")
    if not comma or int(PORT(first)) > int(PORT(last)):
        raise NotAllowed(f"{value!r} is no range of ports")
    return value


def rtsp(port: int) -> Page:
    return Page(
        "rtspset",
        "getrtsp",
        "setrtsp",
        (
            Row("rtspport", integer(3000, 60000, 554), str(port)),
            Row("rtpport", rtp_ports, "5000,5999"),
            Row("rtcpenable", ON_OFF, "enable"),
            Row("rtsptimelimit", integer(60, 300, 0), "0"),
            Row("multicastenable", ON_OFF, "disable"),
            Row("multicastttl", integer(1, 128), "5"),
            # The answer spells "vidio" (section 4.7.2).
            Row("multicastvideoip", address(multicast=True), "239.249.119.123", answer="multicastvidioip"),
            Row("multicastvideoport", PORT, "40000", answer="multicastvidioport"),
            Row("multicastaudioip", address(multicast=True), "239.249.119.129"),
            Row("multicastaudioport", PORT, "40002"),
            Row("authorityenable", ON_OFF, "enable"),
        ),
    )


TV_OUT = Page(
    "tvout",
    "gettvout",
    "settvout",
    (Row("tvoutstatus", ON_OFF, "enable"), Row("tvtype", choice("ntsc", "pal"), "ntsc")),
)

LANGUAGE = Page(
    "language",
    "getlang",
    "setlang",
    (Row("language", choice("korean", "english", "polish", "russian", "persian"), "english"),),
)


def fixed_address(values: Values, given: Values) -> None:
    if given.get("mode") == "dhcp" and len(given) > 1:
        raise NotAllowed("dhcp takes no address")


STATIC = only("mode", "static")
NETWORK = Page(
    "netset",
    "getip",
    "setip",
    (
        Row("mode", choice("static", "dhcp"), "static"),
        Row("ipaddress", address(), "192.168.1.30", shown=STATIC),
        Row("netmask", address(), "255.255.255.0", shown=STATIC),
        Row("gateway", address(), "192.168.1.1", shown=STATIC),
    ),
    rule=fixed_address,
)

DNS = Page("dnsset", "getdns", "setdns", (Row("firstdns", address(), "168.126.63.1"), Row("seconddns", address(), "")))


def server_name(name: str) -> Page:
    check = text(10, english=True, empty=False)
    return Page("servername", "getservername", "setservername", (Row("servername", check, name),))


def web_port(port: int) -> Page:
    return Page("webport", "", "setwebport", (Row("webport", integer(3000, 60000, 80), str(port)),))


HTTP_API = Page("httpapi", "", "setapi", (Row("apictrlstatus", ON_OFF, "enable"),))

CLOCK_PARAMETERS = {
    "year": integer(1970, 2031),
    "month": integer(1, 12),
    "day": integer(1, 31),
    "hour": integer(0, 23),
    "minute": integer(0, 59),
    "second": integer(0, 59),
}
