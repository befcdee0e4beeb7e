"""The groups of the message dialect for network and alarms (Message HTTP API 3.1, 3.9 to 3.13)."""

from .message_values import ROWS, Area, Choice, Group, Parameter, address, choice, fixed, span, switch, text

NET = (
    Group(
        "AddressInfo",
        (
            address("IPAddress", "192.168.1.100"),
            address("SubnetMask", "255.255.255.0"),
            address("Gateway", "192.168.1.1"),
            switch("AddressType"),
            switch("AutoDNSEnable", 1),
            address("DNSServer", "192.168.1.1"),
            address("DNSServer2", "8.8.8.8"),
        ),
        channel=False,
    ),
    Group(
        "AlarmServerInfo",
        tuple(address(name) for name in ("AlarmServerIP", "AlarmServerIP1", "AlarmServerIP2")),
        channel=False,
    ),
    Group(
        "SMTPInfo",
        (
            address("SMTPServerIP"),
            span("SMTPPort", 25, 1, 65535),
            switch("SMTPUseSSL"),
            span("SMTPSSLPort", 465, 1, 65535),
            text("FromMail", "ipc@domain.com"),
            text("ToMail", "test@domain.com"),
            text("CcMail", got=False),
            switch("SMTPAuth"),
            text("SMTPUsername", got=False),
            text("SMTPPassword", got=False),
            switch("SMTPSnapShot", 1),
        ),
        channel=False,
    ),
    Group(
        "FTPInfo",
        (
            address("FTPServerIP"),
            text("FTPUsername", got=False),
            text("FTPPassword", got=False),
            span("FTPPort", 21, 0, 65535),
            text("FTPPath", "/"),
            span("FTPCount", 1, 1, 10),
            span("FTPInterval", 1, 1, 15),
            text("FTPFilename", got=False),
        ),
        channel=False,
    ),
    Group("DigestLoginInfo", (switch("AuthenticationEnable"),), channel=False),
    Group(
        "KaiCong",
        (
            switch("KcDdnsEnable"),
            text("KcDdnsUser"),
            text("KcDdnsPasswd", got=False),
            switch("TutkEnable"),
            text("TutkUid"),
        ),
        channel=False,
    ),
    Group(
        "DDNSInfo",
        (
            switch("DDNSEnable"),
            choice("DDNSType", 0, 0, 1, 2, 3),
            text("DDNSServerAddr"),
            span("DDNSServerPort", 80, 0, 65535),
            text("DDNSUserName"),
            text("DDNSPassword", got=False),
            text("DDNSDomain"),
        ),
        channel=False,
    ),
    Group(
        "NetProtocolInfo",
        (switch("ONVIF", 1), *(switch(name) for name in ("HK", "XM", "TOPSEE", "ZW", "ZENO"))),
        channel=False,
    ),
)

NET_PORT = Group(
    "NetPortInfo",
    tuple(
        span(f"{name}Port", port, 1, 65535)
        for name, port in (("Http", 80), ("Video", 90), ("Rtsp", 554), ("Onvif", 8999), ("Record", 8088))
    ),
)

WIFI = Group(
    "WifiInfo",
    (
        switch("enable", 1),
        switch("Mode"),
        text("SSID", "Hkvision"),
        text("password", "53T0A"),
        fixed("Signal", "int", "70"),  # in no table
        switch("AutoMode", 1),
        span("WifiChanel", 6, 1, 14),  # so spelt in the table
        Parameter("Protocol", "string", "g", Choice(("b", "g"))),
    ),
    channel=False,
    aliases=(("WifiChannel", "WifiChanel"),),
)

# Second schedules are numbered eight up: Monday is 1 and 9 (3.13.2.6).
SCHEDULE = (
    *(switch(f"enable{day}") for day in range(7)),
    *(
        span(f"{edge}{number}{unit}", 0, 0, 23 if unit == "H" else 59)
        for number in (*range(7), *range(8, 15))
        for edge in ("start", "end")
        for unit in "HM"
    ),
)


def alarm(inputs: int, outputs: int) -> tuple[Group, ...]:
    return (
        Group(
            "IOTrigInfo",
            (switch("IOTrig", 1),),
            channel=False,
            required=("IOTrigNum",),
            key="IOTrigNum",
            keys=inputs,
        ),
        Group(
            "MDInfo",
            (
                switch("MDEnable", 1),
                span("MDSensitivity", 50, 1, 100),
                Parameter("MDArea", "string", ";;;f/" * ROWS, Area()),
            ),
        ),
        Group("AccessScopeInfo", (switch("AlarmAccessScope"),), channel=False),
        Group(
            "IOAccessInfo",
            (
                # Input i sets output j off.
                *(switch(f"IO{{i}}{j + 1}") for j in range(outputs)),
                switch("IM{i}"),
                switch("IS{i}"),
                switch("IF{i}"),
                switch("IT{i}"),
                # "0, 1" in one column, "2 = Close all alarm output" in the next (3.13.4).
                choice("IA{i}", 0, 0, 1, 2),
            ),
            channel=False,
            required=("IOTrigNum",),
            key="IOTrigNum",
            keys=inputs,
            # The example writes IO1 and IM, the table IOij and IMi (3.13.2.4).
            aliases=(("IO{i}", "IO{i}1"), *((f"I{c}", f"I{c}{{i}}") for c in "MFTSA")),
        ),
        Group(
            "MDAccessInfo",
            (switch("MO1"), *(switch(name, int(name == "MS")) for name in ("MM", "MF", "MT", "MS", "MA"))),
            required=("MDArea",),
            key="MDArea",
            keys=4,
            aliases=(("MO", "MO1"),),
        ),
        Group("ScheduleInfo", SCHEDULE, channel=False, query=False),
    )
