"""System and network tables of a Dahua device (Amcrest HTTP API 4.6, 4.7)."""

from .control_values import address, choice, integer, matching, text
from .dahua_hardware import Hardware
from .dahua_tables import BOOL, NAME, PORT, Entries, Rows, under

LANGUAGES = ("English", "SimpChinese", "TradChinese", "Italian", "Spanish", "Japanese", "Russian", "French", "German")
FORMATS = r"(yyyy|yy|MM?|MMMM|dd?)-(yyyy|yy|MM?|MMMM|dd?)-(yyyy|yy|MM?|MMMM|dd?) (HH?|hh?):mm:ss"


def summer_time(end: str) -> Rows:
    return {
        f"{end}.Day": ("1", integer(0, 31)),
        f"{end}.Hour": ("0", integer(0, 23)),
        f"{end}.Minute": ("0", integer(0, 59)),
        f"{end}.Month": ("1", integer(1, 12)),
        f"{end}.Week": ("2", integer(-1, 4)),
        f"{end}.Year": ("2011", integer(2000, 2038)),
    }


def moment(name: str) -> Rows:
    return {
        f"{name}Day": ("-1", integer(-1, 7)),
        f"{name}Hour": ("0", integer(0, 23)),
        f"{name}Minute": ("0", integer(0, 59)),
    }


def system_tables(
    hardware: Hardware, *, name: str, mac: str, host: str, rtsp_port: int, lock_times: int, lock_seconds: int
) -> Entries:
    entries = under(
        "General",
        {
            "LocalNo": ("8", integer(0, 998)),
            "LockLoginEnable": ("true", BOOL),
            "LockLoginTimes": (str(lock_times), integer(1, 30)),
            "LoginFailLockTime": (str(lock_seconds), integer(1, 86400)),
            "MachineAddress": ("", text(127)),
            "MachineGroup": ("", text(127)),
            "MachineName": (name, NAME),
        },
    )
    locales: Rows = {"DSTEnable": ("false", BOOL), **summer_time("DSTEnd"), **summer_time("DSTStart")}
    entries |= under("Locales", locales | {"TimeFormat": ("yyyy-MM-dd HH:mm:ss", matching(FORMATS))})
    entries["Language"] = ("English", choice(*LANGUAGES))
    entries["VideoStandard"] = ("PAL", choice("PAL", "NTSC"))
    entries |= under(
        "NTP",
        {
            "Address": ("clock.isc.org", text(127, empty=False)),
            "Enable": ("false", BOOL),
            "Port": ("123", PORT),
            "TimeZone": ("0", integer(0, 38)),
            "UpdatePeriod": ("31", integer(1, 65535)),
        },
    )
    maintain = {**moment("AutoReboot"), **moment("AutoShutdown"), **moment("AutoStartUp")}
    entries |= under("AutoMaintain", maintain)
    entries["UserGlobal.OnvifLoginCheck"] = ("false", BOOL)
    formats = choice("MainFormat", "ExtraFormat")
    entries["MediaGlobal.SnapFormatAs"] = ("MainFormat", formats)
    if hardware.doors:
        talk: Rows = {"AutoRecordEnable": ("true", BOOL), "AutoRecordTime": ("11", integer(1, 60))}
        entries |= under("VideoTalkPhoneGeneral", talk)
    return entries | network(mac, host, rtsp_port)


def network(mac: str, host: str, rtsp_port: int) -> Entries:
    entries = under(
        "Network",
        {
            "DefaultInterface": ("eth0", choice("eth0")),
            "Domain": ("local", text(63)),
            "Hostname": ("camera", text(63)),
            "eth0.DefaultGateway": ("192.168.1.1", address()),
            "eth0.DhcpEnable": ("false", BOOL),
            "eth0.DnsServers[0]": ("9.9.9.9", address()),
            "eth0.DnsServers[1]": ("149.112.112.112", address()),
            "eth0.IPAddress": (host, address()),
            "eth0.MTU": ("1500", integer(400, 7200)),
            "eth0.PhysicalAddress": (mac.lower(), None),
            "eth0.SubnetMask": ("255.255.255.0", address()),
        },
    )
    entries |= under(
        "RTSP",
        {
            "Enable": ("true", BOOL),
            "Port": (str(rtsp_port), PORT),
            "RTP.EndPort": ("40000", PORT),
            "RTP.StartPort": ("20000", PORT),
        },
    )
    entries["Telnet.Enable"] = ("false", BOOL)
    entries["UPnP.Enable"] = ("false", BOOL)
    entries |= under(
        "UPnP.MapTable[0]",
        {
            "Enable": ("true", BOOL),
            "InnerPort": ("80", PORT),
            "OuterPort": ("8080", PORT),
            "Protocol": ("TCP", choice("TCP", "UDP")),
            "ServiceName": ("HTTP", NAME),
        },
    )
    providers = choice("NO-IP DDNS", "Dyndns DDNS", "Private DDNS", "DHDDNS", "QUICK DDNS")
    entries |= under(
        "DDNS[0]",
        {
            "Address": ("www.ddns.example", NAME),
            "Enable": ("false", BOOL),
            "HostName": ("www.ddns.example", NAME),
            "KeepAlive": ("10", PORT),
            "Port": ("5050", PORT),
            "Protocol": ("QUICK DDNS", providers),
            "UserName": ("user1", NAME),
        },
    )
    entries |= under("PPPoE", {"Enable": ("false", BOOL), "UserName": ("", NAME)})
    entries |= under(
        "Email",
        {
            "Address": ("mail.example", NAME),
            "Anonymous": ("false", BOOL),
            "AttachEnable": ("true", BOOL),
            "Enable": ("false", BOOL),
            "HealthReport.Enable": ("false", BOOL),
            "HealthReport.Interval": ("60", integer(30, 1440)),
            "Port": ("25", PORT),
            **{f"Receivers[{n}]": ("", NAME) for n in range(3)},
            "SendAddress": ("", NAME),
            "SslEnable": ("false", BOOL),
            "Title": ("Message", NAME),
            "UserName": ("", NAME),
        },
    )
    server: Rows = {"Address": ("10.7.8.9", NAME), "Enable": ("false", BOOL), "Port": ("8888", PORT)}
    entries |= under("AlarmServer", server)
    entries |= {f"AccessFilter.{kind}List[0]": ("", text(15)) for kind in ("Banned", "Trust")}
    return entries | under(
        "AccessFilter", {"Enable": ("false", BOOL), "Type": ("BannedList", choice("TrustList", "BannedList"))}
    )
