"""How a group of the message dialect is read and set (Message HTTP API 3.1, section 2.3.1)."""

from collections.abc import Mapping

from ..exchange import Request
from ..schema import ONCE, SETTINGS, AnyField, Endpoint

_ASKED = ("sys", "major_stream", "minor_stream", "mjpeg", "image", "audio", "record", "camera", "net", "alarm")

QUERIES = tuple(
    Endpoint(key=f"{cgi} query", read=Request(f"/cgi/{cgi}_query", {"Group": "All"}), period=ONCE) for cgi in _ASKED
)


def group(
    cgi: str,
    name: str,
    *fields: AnyField,
    key: str = "",
    channel: bool = True,
    period: float = SETTINGS,
    more: Mapping[str, str] | None = None,
) -> Endpoint:
    """Return the endpoint of one group, which is set with its own name in the query; `more` goes into a set only."""
    query = {"Channel": "{ch}", "Group": name} if channel else {"Group": name}
    return Endpoint(
        key=key or f"{cgi} {name}",
        read=Request(f"/cgi/{cgi}_get", query),
        set=Request(f"/cgi/{cgi}_set", {**query, **(more or {})}),
        fields=fields,
        per_channel=channel,
        period=period,
        ranges=f"{cgi} query" if cgi in _ASKED else "",
    )
