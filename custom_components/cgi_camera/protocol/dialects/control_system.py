"""Name, clock, network, sound and streaming service of the control dialect (Control CGI 1.20, sections 1, 4.6, 4.7)."""

from .. import features as f
from ..converters import ENABLE, INT, TEXT, numbers, span
from ..exchange import Place
from ..model import Domain
from ..schema import Action, Document, DomainSource, Endpoint, Field
from .control_rows import do, settings, supported, told
from .control_values import DHCP, LANGUAGE, MOMENT, NAME, PERCENT

_PORT = span(3000, 60000)


IDENTITY = (
    told("servermac", "getmac", Field(f.MAC, "mac", TEXT)),
    settings("servername", "servername", Field(f.DEVICE_NAME, "servername", TEXT, NAME)),
    # Both since V1.22, which names the actions only.
    told("servermodel", "getservermodel", Field(f.MODEL, "servermodel", TEXT), Field(f.MODEL, "model", TEXT)),
    told(
        "versioninfo",
        "getversioninfo",
        Field(f.FIRMWARE, "version", TEXT),
        Field(f.FIRMWARE, "versioninfo", TEXT),
        Field(f.FIRMWARE, "firmware", TEXT),
    ),
)

SYSTEM = (
    # Without a zone but ours (section 1.2).
    Endpoint(key="serverdate", read=do("serverdate", "getdate"), fields=(Field(f.CLOCK, "serverdate", MOMENT),)),
    settings("language", "lang", Field(f.LANGUAGE, "language", LANGUAGE)),
    # Shown only: another address would take the camera from where it is known. They are told of a static one.
    Endpoint(
        key="netset",
        read=do("netset", "getip"),
        fields=(
            Field(f.DHCP, "mode", DHCP),
            Field(f.IP_ADDRESS, "ipaddress", TEXT),
            Field(f.SUBNET_MASK, "netmask", TEXT),
            Field(f.GATEWAY, "gateway", TEXT),
        ),
    ),
    settings(
        "dnsset",
        "dns",
        Field(f.DNS_SERVER, "firstdns", TEXT, number="1"),
        Field(f.DNS_SERVER, "seconddns", TEXT, number="2"),
    ),
)


def _listed(name: str, *otherwise: str) -> DomainSource:
    """Return a source for the words that the capabilities list, `K` for thousands; a single one is no choice."""

    def find(document: Document, ranges: Document, place: Place) -> Domain:
        words = [word.strip().upper() for word in ranges.get(name, "").split(";") if word.strip()]
        choices = tuple(word.replace("K", "000") if word[0].isdigit() else word.lower() for word in words) or otherwise
        return Domain(choices=choices, writable=len(choices) > 1)

    return find


_INPUT, _OUTPUT = "audioinputsupported", "audiooutputsupported"

SOUND = (
    told("capabilityaudio", "getCapabilitiesAudioAll"),
    settings(
        "audioset",
        "audio",
        # Read under names other than written (section 4.6).
        Field(f.AUDIO, "audioin", ENABLE, supported(_INPUT), write="audioinenable"),
        Field(f.AUDIO, "audioinenable", ENABLE, supported(_INPUT)),
        Field(f.AUDIO_OUTPUT, "audioout", ENABLE, supported(_OUTPUT), write="audiooutenable"),
        Field(f.AUDIO_OUTPUT, "audiooutenable", ENABLE, supported(_OUTPUT)),
        Field(f.INPUT_VOLUME, "audioingain", INT, supported(_INPUT, PERCENT)),
        Field(f.OUTPUT_VOLUME, "audiooutgain", INT, supported(_OUTPUT, PERCENT)),
        Field(f.AUDIO_CODEC, "audiocodec", TEXT, _listed("compress", "ulaw", "alaw")),
        Field(f.AUDIO_SAMPLE_RATE, "audiosampling", TEXT, _listed("samplingall", "8000", "16000")),
        ranges="capabilityaudio",
    ),
)

# The port is shown only: whoever watches would have to follow it. The example prints a word for the time limit.
RTSP = settings(
    "rtspset",
    "rtsp",
    Field(f.RTSP_PORT, "rtspport", INT, write=""),
    Field(f.RTSP_SERVICE_PORT, "rtspport", INT, write=""),
    Field(f.RTP_PORTS, "rtpport", TEXT, Domain(maximum=11)),
    Field(f.RTCP, "rtcpenable", ENABLE),
    Field(f.RTSP_TIME_LIMIT, "rtsptimelimit", INT, numbers((0, 0), (60, 300))),
    Field(f.RTSP_AUTHENTICATION, "authorityenable", ENABLE),
    Field(f.MULTICAST, "multicastenable", ENABLE),
    Field(f.MULTICAST_TTL, "multicastttl", INT, span(1, 128)),
    # Answered as "vidio" (section 4.7.2).
    Field(f.MULTICAST_VIDEO_ADDRESS, "multicastvidioip", TEXT, write="multicastvideoip"),
    Field(f.MULTICAST_VIDEO_ADDRESS, "multicastvideoip", TEXT),
    Field(f.MULTICAST_VIDEO_PORT, "multicastvidioport", INT, _PORT, write="multicastvideoport"),
    Field(f.MULTICAST_VIDEO_PORT, "multicastvideoport", INT, _PORT),
    Field(f.MULTICAST_AUDIO_ADDRESS, "multicastaudioip", TEXT),
    Field(f.MULTICAST_AUDIO_PORT, "multicastaudioport", INT, _PORT),
)

SYSTEM_ACTIONS = (
    Action(f.REBOOT, do("reboot", "setreboot")),
    Action(f.FACTORY_RESET, do("reboot", "setfactory")),
    Action(f.FACTORY_RESET_KEEP_NETWORK, do("reboot", "setfactoryexip")),
    Action(
        f.SET_CLOCK,
        do(
            "serverdate",
            "setdate",
            year="{due.year}",
            month="{due.month}",
            day="{due.day}",
            hour="{due.hour}",
            minute="{due.minute}",
            second="{due.second}",
        ),
        beside=f.CLOCK,
    ),
)
