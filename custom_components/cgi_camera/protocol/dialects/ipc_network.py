"""Network, services and condition of the ipc dialect (sections 3.7, 3.22, 3.25, 3.31, 3.41 and 3.42)."""

from .. import features as f
from ..converters import BIT, INT, TEXT, span
from ..exchange import Request
from ..schema import Endpoint, Field
from .ipc_values import KILOBYTES, RTMP_MODE, RTMP_STREAM, UPTIME, settings

# Shown only, save for what cannot take the camera off the network.
NETWORK = settings(
    "network",
    Field(f.MAC, "network/macaddr", TEXT, write=""),
    Field(f.DHCP, "network/dhcp", BIT, write=""),
    Field(f.IP_ADDRESS, "network/ipaddr", TEXT, write=""),
    Field(f.SUBNET_MASK, "network/netmask", TEXT, write=""),
    Field(f.GATEWAY, "network/gateway", TEXT, write=""),
    Field(f.HTTP_PORT, "network/port", INT, write=""),
    Field(f.DNS_SERVER, "network/dns{n}", TEXT),
)

SERVICES = (
    settings(
        "rtmp",
        Field(f.RTMP, "rtmpconfig/enable", BIT),
        Field(f.RTMP_SERVER, "rtmpconfig/server", TEXT),
        Field(f.RTMP_PORT, "rtmpconfig/port", INT, span(0, 65535)),
        Field(f.RTMP_APPLICATION, "rtmpconfig/appname", TEXT),
        Field(f.RTMP_STREAM, "rtmpconfig/streamno", RTMP_STREAM),
        Field(f.RTMP_MODE, "rtmpconfig/type", RTMP_MODE),
    ),
    settings("onvif", Field(f.ONVIF_AUTHENTICATION, "onvifconfig/onvif_auth", BIT)),
    settings("rtsp", Field(f.RTSP_AUTHENTICATION, "rtspconfig/rtsp_auth", BIT)),
    # Shown only: one of the switches cuts us off. The printed answer holds no ports (section 3.31), the request does.
    Endpoint(
        key="set_service_port",
        read=Request("/cgi-bin/set_service_port"),
        fields=(
            Field(f.RTSP_PORT, "mediastreamconfig/streamaccess/rtspport", INT),
            Field(f.RTSP_SERVICE_PORT, "mediastreamconfig/streamaccess/rtspport", INT),
            Field(f.CONTROL_PORT, "mediastreamconfig/streamaccess/controlport", INT),
            Field(f.HIK_PORT, "mediastreamconfig/streamaccess/hikport", INT),
            Field(f.WEB_SERVICE, "mediastreamconfig/streamaccess/enable_web", BIT),
            Field(f.RTSP_SERVICE, "mediastreamconfig/streamaccess/enable_rtsp", BIT),
            Field(f.CONTROL_SERVICE, "mediastreamconfig/streamaccess/enable_comm", BIT),
            Field(f.HIK_SERVICE, "mediastreamconfig/streamaccess/enable_hik", BIT),
        ),
    ),
    Endpoint(
        key="getDevState",
        read=Request("/cgi-bin/getDevState"),
        fields=(
            Field(f.SD_CARD, "devstate/sd{n}", BIT),
            Field(f.UPTIME, "devstate/run_time", UPTIME),
            Field(f.MEMORY_TOTAL, "devstate/memtotal", KILOBYTES),
            Field(f.MEMORY_FREE, "devstate/memfree", KILOBYTES),
        ),
    ),
)
