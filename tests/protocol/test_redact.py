"""No secret in anything that is logged or told."""

import pytest

from custom_components.cgi_camera.protocol.redact import HIDDEN, redact


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("/cgi-bin/getuid?username=admin&password=s3cret", f"/cgi-bin/getuid?username={HIDDEN}&password={HIDDEN}"),
        ("/cgi-bin/image?uid=ff2e45cd", f"/cgi-bin/image?uid={HIDDEN}"),
        ("/a.cgi?id=admin&passwd=s3cret&action=getmac", f"/a.cgi?id={HIDDEN}&passwd={HIDDEN}&action=getmac"),
        (
            "?action=modifyPassword&name=x&pwd=new&pwdOld=s3cret",
            f"?action=modifyPassword&name=x&pwd={HIDDEN}&pwdOld={HIDDEN}",
        ),
        ("?action=add&newpasswd=s3cret&enable=Enable", f"?action=add&newpasswd={HIDDEN}&enable=Enable"),
        (
            "?Group=SMTPInfo&SMTPUsername=me&SMTPPassword=s3cret",
            f"?Group=SMTPInfo&SMTPUsername={HIDDEN}&SMTPPassword={HIDDEN}",
        ),
        ("?Group=FTPInfo&FTPPassword=s3cret", f"?Group=FTPInfo&FTPPassword={HIDDEN}"),
        ("?UserPassword=s3cret#x", f"?UserPassword={HIDDEN}"),
        ("rtsp://admin:s3cret@192.0.2.7:554/live", f"rtsp://{HIDDEN}@192.0.2.7:554/live"),
        ("http://admin:s3@cret@192.0.2.7/", f"http://{HIDDEN}@192.0.2.7/"),
        ("https://admin:s3cret@[2001:db8::7]/", f"https://{HIDDEN}@[2001:db8::7]/"),
        ("Authorization: Basic YWRtaW46czNjcmV0", f"Authorization: Basic {HIDDEN}"),
        ('digest username="admin", response="s3cret"\r\nHost: x', f"digest {HIDDEN}\r\nHost: x"),
        ("USERNAME=Admin PASSWORD=s3cret", f"USERNAME={HIDDEN} PASSWORD={HIDDEN}"),
        ("password=", f"password={HIDDEN}"),
    ],
)
def test_secrets_are_hidden(text: str, told: str) -> None:
    """In every place where a request or an answer may hold one."""
    assert redact(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "error, parse username",
        "password error",
        "brightness: 0~255",
        "Error -1 getting param in name=General",
        "/cgi-bin/set_wdr?enable=1&wdr_value=60",
        "http://192.0.2.7:8080/cgi-bin/image",
        "grid=3 width=4",
        "",
    ],
)
def test_reasons_stay_readable(text: str) -> None:
    """What is no secret is told as it is."""
    assert redact(text) == text


def test_twice_is_once() -> None:
    """What is hidden stays hidden, and nothing more."""
    once = redact("rtsp://a:b@c/?uid=1&password=2")
    assert redact(once) == once
