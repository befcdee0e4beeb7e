"""Records a camera's answers as raw bytes without what is private: how users report a model, and what tests replay."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
import json
from pathlib import Path
import re
from typing import Any

import aiohttp

from .anonymous import anonymous
from .camera import Camera
from .dialects import DIALECTS
from .errors import CameraError
from .exchange import Answer, Request
from .model import Identity
from .transport import knock

_EMPTY_PICTURE = b"\xff\xd8\xff\xd9"


@dataclass(slots=True, eq=False)
class Recording:
    """Observes a transport and keeps what it answered, each request once.

    Each entry of `index.json` names a `file`, the `request` without the account, the answer's `status` and
    `content_type` and the `source`. Where `account` is false, none was given; `challenges` then are those it held.
    """

    answers: dict[tuple[str, bool], Answer] = field(default_factory=dict)

    def __call__(self, request: Request, answer: Answer, *, stranger: bool = False) -> None:
        """Take an answer. Of a picture, which is private, only that there is one."""
        if answer.content_type.startswith("image/") or answer.body.startswith(b"\xff\xd8"):
            answer = replace(answer, body=_EMPTY_PICTURE)
        self.answers[line_of(request), stranger] = answer

    def entries(self, identity: Identity, host: str = "", password: str = "") -> list[tuple[dict[str, Any], bytes]]:
        """Return what is known of each answer, with its anonymous body, in the order in which they came."""
        named = identity.name not in {identity.model, identity.vendor}
        name = identity.name if named else ""
        hide = partial(anonymous, serial=identity.serial, mac=identity.mac, name=name, host=host, password=password)
        found = []
        for position, ((line, stranger), answer) in enumerate(self.answers.items(), 1):
            entry: dict[str, Any] = {
                "file": f"{position:03}{_suffix(answer)}",
                "request": hide(line.encode()).decode(),
                "status": answer.status,
                "content_type": answer.content_type,
                "source": " ".join(filter(None, (identity.vendor, identity.model, identity.firmware))),
            }
            if stranger:
                entry |= {"account": False, "challenges": [_challenge(text, hide) for text in answer.challenges]}
            found.append((entry, answer.body if answer.body == _EMPTY_PICTURE else hide(answer.body)))
        return found

    def save(self, folder: Path, identity: Identity, host: str = "", password: str = "") -> int:
        """Write one file an answer and an `index.json`; return how many answers."""
        folder.mkdir(parents=True, exist_ok=True)
        entries = self.entries(identity, host, password)
        for entry, body in entries:
            (folder / entry["file"]).write_bytes(body)
        index = json.dumps([entry for entry, _ in entries], indent=1, ensure_ascii=False)
        (folder / "index.json").write_text(index + "\n", encoding="utf-8")
        return len(entries)


async def record(camera: Camera, session: aiohttp.ClientSession, recording: Recording) -> Camera:
    """Record what a stranger is told, then everything, asked as if the camera was met for the first time.

    Return the camera as it was met then. Raise as `Camera.identify` and `Camera.discover` do; what came before that is
    in the recording.
    """
    transport = camera.transport
    for request in (dialect.sign.request for dialect in DIALECTS.values()):
        try:
            recording(request, await knock(session, transport.base, request), stranger=True)
        except CameraError:
            continue
    transport.observers.append(recording)
    try:
        again = Camera(transport, camera.dialect)
        await again.identify()
        await again.discover()
    finally:
        transport.observers.remove(recording)
    return again


def line_of(request: Request) -> str:
    """Spell a request for people, without the account: `/cgi-bin/image?brightness=1`."""
    query = "&".join(f"{name}={value}" for name, value in request.query.items() if not value.startswith("\0"))
    return f"{request.path}?{query}" if query else request.path


def _challenge(text: str, hide: Callable[[bytes], bytes]) -> str:
    """Keep how a camera asks for a log-in; its realm may hold a serial number or a hash of one."""
    text = re.sub(r"(?i)\b(nonce|opaque)=\"[^\"]*\"", r'\1="0"', text)
    text = hide(text.encode()).decode()
    return re.sub(r"(?i)[0-9a-f]{8,}", lambda found: "0" * len(found.group()), text)


def _suffix(answer: Answer) -> str:
    if answer.body == _EMPTY_PICTURE:
        return ".jpg"
    return ".xml" if answer.body.lstrip(b"\xef\xbb\xbf\r\n \t").startswith(b"<") else ".txt"
