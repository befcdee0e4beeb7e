"""Records a camera's answers as raw bytes without what is private: how users report a model, and what tests replay."""

from collections.abc import Iterable
from dataclasses import dataclass, field
import json
from pathlib import Path
import re

from .model import Identity
from .redact import HIDDEN, redact
from .schema import Answer, Request

_WORDS = r"[\w.\[\]-]*(?:passw(?:or)?d|pwd|username|user\.?name|userid|pskkey|wepkey|ssid|token|cloud|tutkuid|uuid)"
_LINE = re.compile(rf"(?im)^([ \t]*{_WORDS}[\w.\[\]-]*[ \t]*=[ \t]*)[^\r\n]*")
_ATTRIBUTE = re.compile(rf"(?i)\b({_WORDS}\w*\s*=\s*)\"[^\"]*\"")
_ELEMENT = re.compile(rf"(?i)(<({_WORDS}\w*)>\s*(?:<(?:string|int)>)?)[^<]+")
_SESSION = re.compile(r"(?i)(<uid>)[^<]+")
_MAC = re.compile(r"(?i)\b[0-9a-f]{2}([:-])(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}\b")
_IP = re.compile(r"\b(?!0\.0\.0\.0|255\.)(?:\d{1,3}\.){3}\d{1,3}\b")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


def anonymous(body: bytes, names: Iterable[str] = ()) -> bytes:
    """Return a body of which private texts are replaced by harmless ones of the same kind, everything else as it was.

    `names` are texts to hide wherever they stand: serial numbers, the MAC without separators, the host.
    """
    text = body.decode("latin-1")
    text = _LINE.sub(rf"\1{HIDDEN}", text)
    text = _ATTRIBUTE.sub(rf'\1"{HIDDEN}"', text)
    text = _ELEMENT.sub(rf"\1{HIDDEN}", text)
    text = _SESSION.sub(r"\g<1>00000000", text)
    text = _MAIL.sub("someone@example.com", text)
    text = _MAC.sub(lambda found: found.group(1).join(("02", "00", "00", "00", "00", "01")), text)
    text = _IP.sub("192.0.2.1", text)
    for name in sorted({name for name in names if len(name) > 3}, key=len, reverse=True):
        text = re.sub(re.escape(name), "0" * len(name), text, flags=re.IGNORECASE)
    return redact(text).encode("latin-1")


@dataclass(slots=True)
class Recording:
    """Observes a transport and keeps what it answered, each request once."""

    answers: dict[str, tuple[Request, Answer]] = field(default_factory=dict)

    def __call__(self, request: Request, answer: Answer) -> None:
        """Take an answer. Pictures are private and left out."""
        if not answer.content_type.startswith("image/"):
            self.answers[line_of(request)] = (request, answer)

    def entries(self, identity: Identity, host: str = "") -> list[tuple[dict[str, object], bytes]]:
        """Return what is known of each answer, with its anonymous body, in the order in which they came."""
        names = (identity.serial, identity.mac.replace(":", ""), host, identity.name)
        found = []
        for position, (line, (_, answer)) in enumerate(self.answers.items(), 1):
            entry: dict[str, object] = {
                "file": f"{position:03}{_suffix(answer)}",
                "request": anonymous(line.encode(), names).decode("latin-1"),
                "status": answer.status,
                "content_type": answer.content_type,
                "source": " ".join(filter(None, (identity.vendor, identity.model, identity.firmware))),
            }
            found.append((entry, anonymous(answer.body, names)))
        return found

    def save(self, folder: Path, identity: Identity, host: str = "") -> int:
        """Write one file an answer and an `index.json`; return how many."""
        folder.mkdir(parents=True, exist_ok=True)
        entries = self.entries(identity, host)
        for entry, body in entries:
            (folder / str(entry["file"])).write_bytes(body)
        index = json.dumps([entry for entry, _ in entries], indent=1, ensure_ascii=False)
        (folder / "index.json").write_text(index + "\n", encoding="utf-8")
        return len(entries)


def line_of(request: Request) -> str:
    """Spell a request for people: `/cgi-bin/image?brightness=1`."""
    query = "&".join(f"{name}={value}" for name, value in request.query.items() if not value.startswith("\0"))
    return f"{request.path}?{query}" if query else request.path


def _suffix(answer: Answer) -> str:
    return ".xml" if answer.body.lstrip(b"\xef\xbb\xbf\r\n \t").startswith(b"<") else ".txt"
