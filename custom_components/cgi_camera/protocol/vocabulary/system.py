"""The device's condition, its network and its services."""

from datetime import time
from enum import StrEnum

from ..model import Feature
from .storage import RecordedStream


class DdnsService(StrEnum):
    """Who keeps the camera's name."""

    CAMANYWHERE = "camanywhere"
    QDNS = "qdns"
    DYNDNS = "dyndns"
    NOIP = "noip"
    PRIVATE = "private"
    DHDDNS = "dhddns"
    QUICK = "quick"


class RtmpMode(StrEnum):
    """How strictly the RTMP protocol is followed."""

    STANDARD = "standard"
    COMPATIBLE = "compatible"


class RestartDay(StrEnum):
    """On which day a camera restarts by itself."""

    NEVER = "never"
    SUNDAY = "sunday"
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    DAILY = "daily"


UPTIME = Feature("uptime", int)
FACTORY_RESET_DONE = Feature("factory_reset_done", bool)
IP_ADDRESS = Feature("ip_address", str)
SUBNET_MASK = Feature("subnet_mask", str)
GATEWAY = Feature("gateway", str)
DHCP = Feature("dhcp", bool)
AUTO_DNS = Feature("auto_dns", bool)
DNS_SERVER = Feature("dns_server", str)
MAIL_SERVER = Feature("mail_server", str)
MAIL_PORT = Feature("mail_port", int)
MAIL_SSL = Feature("mail_ssl", bool)
MAIL_SSL_PORT = Feature("mail_ssl_port", int)
MAIL_FROM = Feature("mail_from", str)
MAIL_TO = Feature("mail_to", str)
MAIL_CC = Feature("mail_cc", str)
MAIL_LOGIN = Feature("mail_login", bool)
MAIL_SNAPSHOT = Feature("mail_snapshot", bool)
FTP_SERVER = Feature("ftp_server", str)
FTP_PORT = Feature("ftp_port", int)
FTP_PATH = Feature("ftp_path", str)
FTP_FILE_NAME = Feature("ftp_file_name", str)
FTP_SNAPSHOT_COUNT = Feature("ftp_snapshot_count", int)
FTP_SNAPSHOT_INTERVAL = Feature("ftp_snapshot_interval", int)
DIGEST_LOGIN = Feature("digest_login", bool)
KAICONG = Feature("kaicong", bool)
TUTK = Feature("tutk", bool)
DDNS = Feature("ddns", bool)
DDNS_SERVER = Feature("ddns_server", str)
DDNS_PORT = Feature("ddns_port", int)
DDNS_DOMAIN = Feature("ddns_domain", str)
DDNS_SERVICE = Feature("ddns_service", DdnsService)
ONVIF = Feature("onvif", bool)
PROTOCOL_HK = Feature("protocol_hk", bool)
PROTOCOL_XM = Feature("protocol_xm", bool)
PROTOCOL_TOPSEE = Feature("protocol_topsee", bool)
PROTOCOL_ZW = Feature("protocol_zw", bool)
PROTOCOL_ZENO = Feature("protocol_zeno", bool)
HTTP_PORT = Feature("http_port", int)
VIDEO_PORT = Feature("video_port", int)
RTSP_SERVICE_PORT = Feature("rtsp_service_port", int)
ONVIF_PORT = Feature("onvif_port", int)
RECORD_PORT = Feature("record_port", int)
WIFI = Feature("wifi", bool)
WIFI_NETWORK = Feature("wifi_network", str)
WIFI_SIGNAL = Feature("wifi_signal", int)
WIFI_CHANNEL = Feature("wifi_channel", int)
WIFI_STANDARD = Feature("wifi_standard", str)
WIFI_AUTO_RATE = Feature("wifi_auto_rate", bool)
WIFI_MODE = Feature("wifi_mode", int)
RTSP_AUTHENTICATION = Feature("rtsp_authentication", bool)
ONVIF_AUTHENTICATION = Feature("onvif_authentication", bool)
RTMP = Feature("rtmp", bool)
RTMP_SERVER = Feature("rtmp_server", str)
RTMP_PORT = Feature("rtmp_port", int)
RTMP_APPLICATION = Feature("rtmp_application", str)
RTMP_STREAM = Feature("rtmp_stream", RecordedStream)
RTMP_MODE = Feature("rtmp_mode", RtmpMode)
WEB_SERVICE = Feature("web_service", bool)
RTSP_SERVICE = Feature("rtsp_service", bool)
CONTROL_SERVICE = Feature("control_service", bool)
HIK_SERVICE = Feature("hik_service", bool)
CONTROL_PORT = Feature("control_port", int)
HIK_PORT = Feature("hik_port", int)
SD_CARD = Feature("sd_card", bool)
MEMORY_TOTAL = Feature("memory_total", int)
MEMORY_FREE = Feature("memory_free", int)
AUTO_RESTART_DAY = Feature("auto_restart_day", RestartDay)
AUTO_RESTART_TIME = Feature("auto_restart_time", time)
TELNET = Feature("telnet", bool)
UPNP = Feature("upnp", bool)
MAIL_SERVICE = Feature("mail_service", bool)
MAIL_RECIPIENT = Feature("mail_recipient", str)
MAIL_TITLE = Feature("mail_title", str)
MAIL_REPORT = Feature("mail_report", bool)
MAIL_REPORT_INTERVAL = Feature("mail_report_interval", int)
DDNS_INTERVAL = Feature("ddns_interval", int)
MTU = Feature("mtu", int)
REBOOT_NEEDED = Feature("reboot_needed", bool)
RTP_PORTS = Feature("rtp_ports", str)
RTCP = Feature("rtcp", bool)
RTSP_TIME_LIMIT = Feature("rtsp_time_limit", int)
MULTICAST = Feature("multicast", bool)
MULTICAST_TTL = Feature("multicast_ttl", int)
MULTICAST_VIDEO_ADDRESS = Feature("multicast_video_address", str)
MULTICAST_VIDEO_PORT = Feature("multicast_video_port", int)
MULTICAST_AUDIO_ADDRESS = Feature("multicast_audio_address", str)
MULTICAST_AUDIO_PORT = Feature("multicast_audio_port", int)
