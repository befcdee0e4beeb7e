"""Push streams as real devices frame them."""

from hypothesis import given, strategies as st
import pytest

from custom_components.cgi_camera.protocol.dialects.dahua_events import PUSH
from custom_components.cgi_camera.protocol.parts import PartReader

MOTION = "Code=VideoMotion;action=Start;index=0"
BLIND = "Code=VideoBlind;action=Stop;index=3"
RULE = 'Code=CrossLineDetection;action=Start;index=0;data={\n  "Name" : "a;b=c",\n  "Object" : { "Id" : 7 }\n}'


def read(stream: str, sizes: list[int] | None = None) -> list[str]:
    """Feed a stream in pieces of these sizes, the rest byte by byte if there are any."""
    parts = PartReader(PUSH.complete)
    data = stream.encode()
    texts: list[str] = []
    for size in sizes or [len(data)]:
        texts += parts.feed(data[:size])
        data = data[size:]
    for byte in data:
        texts += parts.feed(bytes([byte]))
    return [" ".join(text.split()) for text in texts]


def frame(
    text: str,
    *,
    boundary: str = "--myboundary",
    end: str = "\r\n",
    length: int | None = 0,
    gap: bool = True,
    between: tuple[str, ...] = (),
) -> str:
    """Frame a part the way a device does; length 0 means the right one, None no header."""
    lines = [boundary, "Content-Type: text/plain", *between]
    body = text.replace("\n", end)
    if length is not None:
        lines.append(f"Content-Length:{length or len(body)}")
    return end.join(lines) + end + (end if gap else "") + body + end + end


FRAMINGS = [
    {},
    {"end": "\n"},
    {"boundary": "-- myboundary "},
    {"boundary": "--eventlist"},
    {"boundary": "myboundary"},
    {"boundary": "myboundary ", "end": "\n", "length": None, "gap": False},
    {"length": None},
    {"length": 3},
    {"length": 4000},
    {"gap": False},
    {"gap": False, "length": None, "end": "\n"},
    {"between": ("",)},
    {"between": ("", "X-Source: eventManager", ""), "gap": False, "end": "\n"},
]


@pytest.mark.parametrize("framing", FRAMINGS)
@pytest.mark.parametrize("sizes", [None, [1], [200]])
def test_every_framing_in_whole_and_in_pieces(framing: dict[str, str], sizes: list[int] | None) -> None:
    """Amcrest HTTP API, section 4.9.17, and the ways in which devices differ from it."""
    stream = "".join(frame(text, **framing) for text in (MOTION, RULE, "Heartbeat", BLIND))  # type: ignore[arg-type]
    texts = read(stream + "--myboundary\r\n", sizes)
    assert [text for text in texts if text != "Heartbeat"] == [" ".join(t.split()) for t in (MOTION, RULE, BLIND)]


@pytest.mark.parametrize("framing", FRAMINGS)
def test_a_part_does_not_wait_for_the_next_boundary(framing: dict[str, str]) -> None:
    """The alarm is told when its text is there, though the next boundary may be hours away."""
    assert read(frame(MOTION, **framing)) == [MOTION]  # type: ignore[arg-type]
    assert read(frame(RULE, **framing)) == [" ".join(RULE.split())]  # type: ignore[arg-type]


def test_a_length_ends_a_text_without_a_line_end() -> None:
    """Some firmware sends the line end only with the next boundary."""
    text = f"--myboundary\r\nContent-Type: text/plain\r\nContent-Length: {len(MOTION)}\r\n\r\n{MOTION}"
    assert read(text) == [MOTION]


def test_an_answer_head_in_the_middle_of_the_stream() -> None:
    """A recorder repeats its answer inside the stream."""
    head = "HTTP/1.1 200 OK\r\nCONTENT-LENGTH: 37\r\nContent-type: text/plain\r\n\r\n"
    assert read(frame(MOTION) + head + BLIND + "\r\n\r\n--myboundary\r\n") == [MOTION, BLIND]


def test_the_final_boundary_is_no_text() -> None:
    """`--myboundary--` ends the stream."""
    assert read(frame(MOTION) + "--myboundary--\r\n") == [MOTION]


def test_cut_data_is_told_at_the_next_boundary() -> None:
    """The event counts even where its JSON was cut."""
    cut = 'Code=FaceDetection;action=Start;index=0;data={ "Sex" : '
    assert read(frame(cut, length=None) + "--myboundary\r\n") == [cut.strip()]


def test_long_data_in_many_pieces() -> None:
    """A boundary is found wherever it was cut, after much text that is none."""
    long = 'Code=X;action=Start;index=0;data={\n"a" : "' + "x--myboundary " * 3000 + '"\n}'
    stream = frame(long, length=None) + frame(MOTION)
    for size in (13, 1448):
        assert read(stream, [size] * (len(stream) // size))[-1] == MOTION


def test_what_comes_again_is_read_as_before() -> None:
    """Of many different chunks, too; behind an unfinished part the same bytes are its end."""
    parts = PartReader(PUSH.complete)
    chunks = [frame(MOTION.replace("index=0", f"index={number}")).encode() for number in range(20)]
    texts = [f"Code=VideoMotion;action=Start;index={number}" for number in range(20)]
    for chunk, text in [*zip(chunks, texts, strict=True)] * 2 + [(chunks[3], texts[3])] * 3:
        assert parts.feed(chunk) == [text]
    begun, line, _ = frame(RULE).partition("data={\r\n")
    assert parts.feed(f"{begun}{line}".encode()) == []
    assert parts.feed(chunks[3]) == ["Code=CrossLineDetection;action=Start;index=0;data={", texts[3]]


def test_endless_text_is_dropped() -> None:
    """A stream without boundaries does not fill the memory, and the next part is read."""
    parts = PartReader(PUSH.complete)
    for _ in range(20):
        assert list(parts.feed(b"x" * 65536)) == []
    assert list(parts.feed(b"\r\n" + frame(MOTION).encode())) in ([MOTION], ["x" * 65536, MOTION])


@given(st.lists(st.integers(1, 40), max_size=40), st.sampled_from(FRAMINGS))
def test_any_chunking_tells_the_same(sizes: list[int], framing: dict[str, str]) -> None:
    """A part, even a boundary, may be cut anywhere."""
    stream = "".join(frame(text, **framing) for text in (MOTION, RULE, BLIND)) + "--myboundary\r\n"  # type: ignore[arg-type]
    assert read(stream, sizes or None) == [" ".join(text.split()) for text in (MOTION, RULE, BLIND)]


@given(st.binary(max_size=400))
def test_anything_at_all_is_survived(data: bytes) -> None:
    """No input raises."""
    assert isinstance(list(PartReader(PUSH.complete).feed(data)), list)
