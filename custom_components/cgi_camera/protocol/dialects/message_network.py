"""Network of the message dialect (Message HTTP API 3.1, sections 3.9 to 3.12).

What could cut the connection to the camera is only shown; accounts and passwords are left alone.
"""

from .. import features as f
from ..converters import BIT, INT, TEXT, span
from ..exchange import Request
from ..schema import HOURLY, ONCE, Endpoint
from .message_ranges import number, one_of, setting, shown
from .message_rows import group
from .message_values import DDNS, SIGNAL

_PORT = span(1, 65535)
_ANY_PORT = span(0, 65535)

_ADDRESS = group(
    "net",
    "AddressInfo",
    shown(f.IP_ADDRESS, "AddressInfo/IPAddress", TEXT),
    shown(f.SUBNET_MASK, "AddressInfo/SubnetMask", TEXT),
    shown(f.GATEWAY, "AddressInfo/Gateway", TEXT),
    shown(f.DHCP, "AddressInfo/AddressType", BIT),
    setting(f.AUTO_DNS, "AddressInfo/AutoDNSEnable", BIT),
    setting(f.DNS_SERVER, "AddressInfo/DNSServer", TEXT, number="1"),
    setting(f.DNS_SERVER, "AddressInfo/DNSServer2", TEXT, number="2"),
    channel=False,
)

_MAIL = group(
    "net",
    "SMTPInfo",
    setting(f.MAIL_SERVER, "SMTPInfo/SMTPServerIP", TEXT),
    number(f.MAIL_PORT, "SMTPInfo/SMTPPort", _PORT),
    setting(f.MAIL_SSL, "SMTPInfo/SMTPUseSSL", BIT),
    number(f.MAIL_SSL_PORT, "SMTPInfo/SMTPSSLPort", _PORT),
    setting(f.MAIL_FROM, "SMTPInfo/FromMail", TEXT),
    setting(f.MAIL_TO, "SMTPInfo/ToMail", TEXT),
    setting(f.MAIL_CC, "SMTPInfo/CcMail", TEXT),
    # Sent together with the account in the printed request (section 3.9.2.2), which only the camera knows.
    shown(f.MAIL_LOGIN, "SMTPInfo/SMTPAuth", BIT),
    setting(f.MAIL_SNAPSHOT, "SMTPInfo/SMTPSnapShot", BIT),
    channel=False,
)

_FTP = group(
    "net",
    "FTPInfo",
    setting(f.FTP_SERVER, "FTPInfo/FTPServerIP", TEXT),
    number(f.FTP_PORT, "FTPInfo/FTPPort", _ANY_PORT),
    # The second names are those of the printed answer (section 3.9.1.3).
    *(setting(f.FTP_PATH, f"FTPInfo/{name}", TEXT, write="FTPPath") for name in ("FTPPath", "FTPFilePath")),
    setting(f.FTP_FILE_NAME, "FTPInfo/FTPFilename", TEXT),
    *(
        number(f.FTP_SNAPSHOT_COUNT, f"FTPInfo/{name}", span(1, 10), write="FTPCount")
        for name in ("FTPCount", "FTPSnapCount")
    ),
    *(
        number(f.FTP_SNAPSHOT_INTERVAL, f"FTPInfo/{name}", span(1, 15), write="FTPInterval")
        for name in ("FTPInterval", "FTPSnapInterval")
    ),
    channel=False,
)

_SERVICES = (
    group(
        "net",
        "AlarmServerInfo",
        *(
            setting(f.ALARM_SERVER, f"AlarmServerInfo/AlarmServerIP{suffix}", TEXT, number=str(count))
            for count, suffix in enumerate(("", "1", "2"), 1)
        ),
        channel=False,
    ),
    group("net", "DigestLoginInfo", shown(f.DIGEST_LOGIN, "DigestLoginInfo/AuthenticationEnable", BIT), channel=False),
    group(
        "net",
        "KaiCong",
        setting(f.KAICONG, "KaiCong/KcDdnsEnable", BIT),
        setting(f.TUTK, "KaiCong/TutkEnable", BIT),
        channel=False,
    ),
    group(
        "net",
        "DDNSInfo",
        setting(f.DDNS, "DDNSInfo/DDNSEnable", BIT),
        one_of(f.DDNS_SERVICE, "DDNSInfo/DDNSType", DDNS),
        setting(f.DDNS_SERVER, "DDNSInfo/DDNSServerAddr", TEXT),
        number(f.DDNS_PORT, "DDNSInfo/DDNSServerPort", _ANY_PORT),
        setting(f.DDNS_DOMAIN, "DDNSInfo/DDNSDomain", TEXT),
        channel=False,
    ),
    group(
        "net",
        "NetProtocolInfo",
        setting(f.ONVIF, "NetProtocolInfo/ONVIF", BIT),
        setting(f.PROTOCOL_HK, "NetProtocolInfo/HK", BIT),
        setting(f.PROTOCOL_XM, "NetProtocolInfo/XM", BIT),
        setting(f.PROTOCOL_TOPSEE, "NetProtocolInfo/TOPSEE", BIT),
        setting(f.PROTOCOL_ZW, "NetProtocolInfo/ZW", BIT),
        setting(f.PROTOCOL_ZENO, "NetProtocolInfo/ZENO", BIT),
        channel=False,
    ),
)

# Printed without a group (section 3.10.3).
_PORT_RANGES = Endpoint(key="netport query", read=Request("/cgi/netport_query"), period=ONCE)
_PORTS_QUERY = {"Channel": "1", "Group": "NetPortInfo"}

# Those by which the camera is reached and shows its picture are not for us to set.
_PORTS = Endpoint(
    key="netport",
    read=Request("/cgi/netport_get", _PORTS_QUERY),
    set=Request("/cgi/netport_set", _PORTS_QUERY),
    period=HOURLY,
    fields=(
        shown(f.RTSP_PORT, "NetPortInfo/RtspPort", INT),
        shown(f.HTTP_PORT, "NetPortInfo/HttpPort", INT),
        number(f.VIDEO_PORT, "NetPortInfo/VideoPort", _PORT),
        shown(f.RTSP_SERVICE_PORT, "NetPortInfo/RtspPort", INT),
        number(f.ONVIF_PORT, "NetPortInfo/OnvifPort", _PORT),
        number(f.RECORD_PORT, "NetPortInfo/RecordPort", _PORT),
    ),
    ranges=_PORT_RANGES.key,
)

_WIFI = Endpoint(
    key="wifi",
    read=Request("/cgi/wifi_get", {"Group": "WifiInfo"}),
    fields=(
        shown(f.WIFI, "WifiInfo/enable", BIT),
        shown(f.WIFI_NETWORK, "WifiInfo/SSID", TEXT),
        # Printed without its name (section 3.12.1).
        *(shown(f.WIFI_SIGNAL, f"WifiInfo/{name}", SIGNAL) for name in ("Signal", "WifiSignal", "SignalLevel")),
        *(shown(f.WIFI_CHANNEL, f"WifiInfo/{name}", INT) for name in ("WifiChanel", "WifiChannel", "Channel")),
        shown(f.WIFI_STANDARD, "WifiInfo/Protocol", TEXT),
        shown(f.WIFI_AUTO_RATE, "WifiInfo/AutoMode", BIT),
        shown(f.WIFI_MODE, "WifiInfo/Mode", INT),
    ),
)

NETWORK = (_ADDRESS, _MAIL, _FTP, *_SERVICES, _PORT_RANGES, _PORTS, _WIFI)
