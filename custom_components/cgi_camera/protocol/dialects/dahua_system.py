"""Clock, language, network and services of the dahua dialect (Amcrest HTTP API, sections 4.6 and 4.7)."""

from collections.abc import Iterator
import re

from .. import features as f
from ..converters import INT, TEXT, boolean, span, whole
from ..exchange import Place, Request
from ..model import AnyReading, Domain, Reading, Slot
from ..schema import SETTINGS, Action, AnyField, Document, Field, Glimpse
from .dahua_caps import unless
from .dahua_rows import asked, number, shown, switch, table, text, word
from .dahua_values import (
    HOUR_MINUTE,
    INVERTED,
    MOMENT,
    NTP_MINUTES,
    SWITCH,
    TIME_SOURCE,
    ZONE,
    languages,
    time_formats,
    zones,
)
from .dahua_words import DDNS_SERVICE, RESTART_DAY, TV_SYSTEM

_PORT = span(1, 65535)
_ADDRESS = Domain(maximum=127)


def _interface(network: Document) -> str:
    """Return the path of the default interface, else of the first that has an address (section 4.7.2)."""
    default = f"table.network.{network.get('table.network.defaultinterface', '').strip().casefold()}"
    if f"{default}.physicaladdress" in network:
        return default
    paths = (path.rpartition(".") for path in network)
    return next((head for head, _, name in paths if name == "physicaladdress"), default)


def _network(glimpse: Glimpse) -> Iterator[AnyReading]:
    """Tell the addresses of one interface. All but name servers are not for us to set: that would cut us off."""
    head = _interface(glimpse.document)
    told = {path.removeprefix(f"{head}."): text for path, text in glimpse.document.items() if path.startswith(head)}
    for feature, name in (
        (f.MAC, "physicaladdress"),
        (f.IP_ADDRESS, "ipaddress"),
        (f.SUBNET_MASK, "subnetmask"),
        (f.GATEWAY, "defaultgateway"),
    ):
        if told.get(name):
            yield Reading(Slot(0, feature), told[name])
    for index in (0, 1):
        if server := told.get(f"dnsservers[{index}]"):
            yield Reading(Slot(0, f.DNS_SERVER, index + 1), server)
    if "dhcpenable" in told:
        yield Reading(Slot(0, f.DHCP), boolean(told["dhcpenable"]))
    if (mtu := whole(told.get("mtu", ""))) is not None:
        yield Reading(Slot(0, f.MTU), mtu)


_WIRELESS = re.compile(r"(table\.wlan\.[^.]+)\.enable")


def _wireless(glimpse: Glimpse) -> Iterator[AnyReading]:
    """Tell of the first wireless interface (section 4.7.6), which is not for us to set either."""
    for path, enabled in glimpse.document.items():
        if found := _WIRELESS.fullmatch(path):
            yield Reading(Slot(0, f.WIFI), boolean(enabled))
            yield Reading(Slot(0, f.WIFI_NETWORK), glimpse.document.get(f"{found[1]}.ssid"))
            return


# Those that the document names, and what lies between.
_INTERFACES = ("eth0", "eth1", "eth2", "eth3")


def _name_servers(interface: str) -> Iterator[AnyField]:
    """Yield the name servers of an interface, if it is the one that is used."""

    def idle(document: Document, ranges: Document, place: Place) -> bool:
        return _interface(document) != f"table.network.{interface}"

    for server in (0, 1):
        path = f"table.Network.{interface}.DnsServers[{server}]"
        yield unless(Field(f.DNS_SERVER, path, TEXT, _ADDRESS, number=str(server + 1)), idle)


NETWORK = table(
    "Network",
    *(field for interface in _INTERFACES for field in _name_servers(interface)),
    derive=_network,
)

_TIME = (
    table(
        "NTP",
        Field(f.TIME_ZONE, "table.NTP.TimeZone", ZONE, zones),
        word(f.TIME_SOURCE, "NTP.Enable", TIME_SOURCE),
        text(f.NTP_SERVER, "NTP.Address", _ADDRESS),
        number(f.NTP_PORT, "NTP.Port", _PORT),
        Field(f.NTP_INTERVAL, "table.NTP.UpdatePeriod", NTP_MINUTES, Domain(60, 60 * 65535, 60)),
    ),
    table(
        "Locales",
        switch(f.DAYLIGHT_SAVING, "Locales.DSTEnable"),
        Field(f.TIME_OSD_FORMAT, "table.Locales.TimeFormat", TEXT, time_formats),
    ),
    asked(
        "global",
        "getCurrentTime",
        Field(f.CLOCK, "result", MOMENT),
        period=SETTINGS,
        needs=("NTP", "Locales"),
    ),
)

_DEVICE = (
    asked("magicBox", "getLanguageCaps"),
    # The device restarts by itself to speak another language (section 4.6.6).
    table(
        "Language",
        Field(f.LANGUAGE, "table.Language", TEXT, languages),
        ranges="getLanguageCaps",
        settles=True,
    ),
    table("VideoStandard", word(f.TV_SYSTEM, "VideoStandard", TV_SYSTEM)),
    table(
        "AutoMaintain",
        word(f.AUTO_RESTART_DAY, "AutoMaintain.AutoRebootDay", RESTART_DAY),
        Field(
            f.AUTO_RESTART_TIME,
            "table.AutoMaintain.AutoRebootHour",
            HOUR_MINUTE,
            parts=("table.AutoMaintain.AutoRebootMinute",),
        ),
    ),
)

_SERVICES = (
    table("UserGlobal", switch(f.ONVIF_AUTHENTICATION, "UserGlobal.OnvifLoginCheck")),
    table("Telnet", switch(f.TELNET, "Telnet.Enable")),
    table("UPnP", switch(f.UPNP, "UPnP.Enable")),
    table("WLan", derive=_wireless),
    # Without it there would be no picture.
    table(
        "RTSP",
        shown(f.RTSP_PORT, "RTSP.Port", INT),
        shown(f.RTSP_SERVICE_PORT, "RTSP.Port", INT),
        shown(f.RTSP_SERVICE, "RTSP.Enable", SWITCH),
    ),
    table(
        "Email",
        switch(f.MAIL_SERVICE, "Email.Enable"),
        text(f.MAIL_SERVER, "Email.Address", _ADDRESS),
        number(f.MAIL_PORT, "Email.Port", _PORT),
        switch(f.MAIL_SSL, "Email.SslEnable"),
        switch(f.MAIL_LOGIN, "Email.Anonymous", INVERTED),
        text(f.MAIL_FROM, "Email.SendAddress"),
        text(f.MAIL_TO, "Email.Receivers[0]"),
        *(
            Field(f.MAIL_RECIPIENT, f"table.Email.Receivers[{index}]", TEXT, Domain(maximum=63), number=str(index + 1))
            for index in (1, 2)
        ),
        text(f.MAIL_TITLE, "Email.Title"),
        switch(f.MAIL_SNAPSHOT, "Email.AttachEnable"),
        switch(f.MAIL_REPORT, "Email.HealthReport.Enable"),
        number(f.MAIL_REPORT_INTERVAL, "Email.HealthReport.Interval", span(30, 1440)),
    ),
    # Several may be listed, of which one is enabled at most: the first.
    table(
        "DDNS",
        switch(f.DDNS, "DDNS[0].Enable"),
        word(f.DDNS_SERVICE, "DDNS[0].Protocol", DDNS_SERVICE),
        text(f.DDNS_SERVER, "DDNS[0].Address", _ADDRESS),
        number(f.DDNS_PORT, "DDNS[0].Port", _PORT),
        text(f.DDNS_DOMAIN, "DDNS[0].HostName", _ADDRESS),
        number(f.DDNS_INTERVAL, "DDNS[0].KeepAlive", _PORT),
    ),
    table(
        "AlarmServer",
        switch(f.ALARM_SERVER_ENABLED, "AlarmServer.Enable"),
        Field(f.ALARM_SERVER, "table.AlarmServer.Address", TEXT, _ADDRESS, number="1"),
        number(f.ALARM_SERVER_PORT, "AlarmServer.Port", _PORT),
    ),
)

SYSTEM = (*_TIME, *_DEVICE, *_SERVICES)

SYSTEM_ACTIONS = (
    Action(f.REBOOT, Request("/cgi-bin/magicBox.cgi", {"action": "reboot"})),
    Action(
        f.SET_CLOCK,
        Request("/cgi-bin/global.cgi", {"action": "setCurrentTime", "time": "{due:%Y-%m-%d %H:%M:%S}"}),
    ),
    Action(
        f.FACTORY_RESET_KEEP_NETWORK,
        Request("/cgi-bin/configManager.cgi", {"action": "restoreExcept", "names[0]": "Network"}),
    ),
)
