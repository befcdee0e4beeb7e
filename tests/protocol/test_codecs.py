"""Bytes to documents, with every spelling that the documents and real devices have."""

import pytest

from custom_components.cgi_camera.protocol.codecs import attribute_xml, key_value, message_xml, path_of, text_of
from custom_components.cgi_camera.protocol.errors import BadAnswer, Busy, Refused, Unsupported

XML = b'<?xml version="1.0" encoding="UTF-8"?>\n'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Tür".encode(), "Tür"),
        (b"\xef\xbb\xbfa=1", "a=1"),
        ("浙A12345".encode("gb2312"), "浙A12345"),
        ("Tür".encode("latin-1"), "Tür"),
    ],
)
def test_text_in_the_encodings_of_real_devices(body: bytes, text: str) -> None:
    """UTF-8 is promised; GB2312 and Latin-1 come as well."""
    assert text_of(body) == text


def test_paths_are_folded() -> None:
    """Amcrest HTTP API, table 4-137 prints blanks inside its keys."""
    assert path_of("presets. presets [0] .Index ") == "presets.presets[0].index"


@pytest.mark.parametrize(
    "body",
    [
        XML + b'<image brightness="128" contrast="7"/>',
        b'<image brightness="128" contrast="7"/>',
        b'\xef\xbb\xbf\r\n<image contrast=" 7 " brightness="128"></image>\0',
        b'<?xml version="1.0" encoding="GB2312"?><image contrast="7" brightness="128"/>',
    ],
)
def test_attributes_in_any_order_and_wrapping(body: bytes) -> None:
    """IPC HTTP CGI 1.0.1, section 3.14."""
    assert attribute_xml(body) == {"image/brightness": "128", "image/contrast": "7"}


def test_repeated_elements_get_an_index_from_the_second_on() -> None:
    """IPC HTTP CGI 1.0.10, section 3.20."""
    body = XML + b'<RecordQueryInfo><items filepath="/a"/><items filepath="/b"/></RecordQueryInfo>'
    assert attribute_xml(body) == {"recordqueryinfo/items/filepath": "/a", "recordqueryinfo/items[1]/filepath": "/b"}


def test_element_texts() -> None:
    """IPC HTTP CGI 1.0.10, section 3.43."""
    assert attribute_xml(XML + b"<RelayStatus>status=1</RelayStatus>") == {"relaystatus": "status=1"}


@pytest.mark.parametrize("end", [b"</fault>", b""])
def test_a_fault_is_a_refusal_with_its_reason(end: bytes) -> None:
    """IPC HTTP CGI 1.0.10, sections 3.14 and 3.41 (printed without its end)."""
    body = XML + b"<fault>\n<value>/cgi-bin/image</value>\n<reason>brightness range: 0-255 </reason>\n" + end
    with pytest.raises(Refused, match=r"^brightness range: 0-255$"):
        attribute_xml(body)


def test_a_fault_without_a_reason() -> None:
    """Nothing is invented."""
    with pytest.raises(Refused, match="without reason"):
        attribute_xml(XML + b"<fault/><fault></fault>")


BOMB = b'<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><b>&b;</b>'


DEEP = b"<a>" * 20_000 + b"</a>" * 20_000


@pytest.mark.parametrize("decode", [attribute_xml, message_xml])
@pytest.mark.parametrize("body", [DEEP, b"", b"<image", b"<a></b>", b"hello", BOMB, b"\xff\xd8\xff\xe0", b"<a/>" * 2])
def test_what_is_no_xml_is_a_bad_answer(decode: object, body: bytes) -> None:
    """Truncated, empty, foreign or hostile bodies."""
    assert callable(decode)
    with pytest.raises(BadAnswer):
        decode(body)


MESSAGE = b"""<?xml version="1.0" encoding="utf-8"?>
<Message>
  <Header class="major_stream_get"></Header>
  <result code="200">Successfully</result>
  <StreamInfo>
    <Resolution><string>1920x1080</string></Resolution>
    <BitRate><int>8000</int></BitRate>
    <FrameRate><int>25</int></FrameRate>
    <IPRate><int>30</int></IPRate>
  </StreamInfo>
</Message>"""


def test_a_message() -> None:
    """Message HTTP API 3.1, section 2.3.1.2."""
    assert message_xml(MESSAGE) == {
        "streaminfo/resolution": "1920x1080",
        "streaminfo/bitrate": "8000",
        "streaminfo/framerate": "25",
        "streaminfo/iprate": "30",
    }


def test_groups_that_repeat_and_values_without_a_type() -> None:
    """A query answers one group a resolution; some firmware leaves the type out, or the value."""
    body = (
        b"<message><A><B><int>1</int></B></A><A><B>2</B><C><string/></C></A><Channel><int>1</int></Channel></message>"
    )
    assert message_xml(body) == {"a/b": "1", "a[1]/b": "2", "a[1]/c": "", "channel": "1"}


@pytest.mark.parametrize(
    ("code", "error"), [("401", Refused), ("402", Refused), ("501", Unsupported), ("502", Busy), ("503", Busy)]
)
def test_a_result_that_is_no_success(code: str, error: type[Refused]) -> None:
    """Message HTTP API 3.1, section 2.3.1.3."""
    body = f'<Message><result code="{code}">Invalid parameter value.</result></Message>'.encode()
    with pytest.raises(error, match=r"^Invalid parameter value\.$"):
        message_xml(body)


def test_another_kind_of_xml_is_no_message() -> None:
    """A router's page."""
    with pytest.raises(BadAnswer):
        message_xml(b"<html><body>Log in</body></html>")


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_key_value_lines(end: str) -> None:
    """Control CGI 1.20, section 2.2; Amcrest HTTP API, section 4.5.2."""
    body = end.join(["allstatus = enable", "alarmout1.time = 5  *continuous, 5~180", "table.A[0].B=x=y", "", "empty ="])
    assert key_value(body.encode()) == {
        "allstatus": "enable",
        "alarmout1.time": "5",
        "table.a[0].b": "x=y",
        "empty": "",
    }


def test_sections_tell_repeated_keys_apart() -> None:
    """Control CGI 1.20, annex A2: `allstatus` stands in three sections."""
    body = b"[AlarmMotion]\nallstatus = enable\nmaxno = 1\n[AlarmIput]\nallstatus = disable\nalarmin1.type = no\n"
    assert key_value(body) == {
        "allstatus": "enable",
        "maxno": "1",
        "alarmiput/allstatus": "disable",
        "alarmin1.type": "no",
    }


def test_lines_of_a_section_without_a_key() -> None:
    """Control CGI 1.20, annex B1.5: they are numbered in their section, and nothing elsewhere."""
    body = b":\n[Rates]\nMax = 60\nfix:60fps@a;b\nmin:1fps;max:30fps@All\n[Key]\nmin:5;max:60@fix:60fps\n"
    assert key_value(body) == {
        "max": "60",
        "rates/1": "fix:60fps@a;b",
        "rates/2": "min:1fps;max:30fps@All",
        "key/1": "min:5;max:60@fix:60fps",
    }


@pytest.mark.parametrize("body", [b"OK", b"OK\r\n", b"", b" ok \n"])
def test_success_without_values(body: bytes) -> None:
    """A PTZ command answers nothing (Control CGI 1.20, section 8.2), a set OK (Amcrest HTTP API)."""
    assert key_value(body) == {}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"Error: wrong value\r\n", "wrong value"),
        (b"Error\r\nBad Request!\r\n", "Bad Request!"),
        (b"Error\r\nErrorID=2, Detail=Invalid Request!", "Invalid Request!"),
        (b"Error: Error -1 getting param in name=X", "Error -1 getting param in name=X"),
        (b"Error\r\nAuthorization Failed!", "Authorization Failed!"),
        (b"error", "refused without a reason"),
    ],
)
def test_errors_in_plain_text(body: bytes, reason: str) -> None:
    """All spellings that were seen, most of them with status 200."""
    with pytest.raises(Refused) as caught:
        key_value(body)
    assert str(caught.value) == reason


def test_a_page_is_no_key_value_answer() -> None:
    """Nor is a picture."""
    with pytest.raises(BadAnswer):
        key_value(b"<html>\n<body>hello</body></html>")
