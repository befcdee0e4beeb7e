"""Simulated cameras that move: what they were told, and what moves."""

from collections.abc import Callable
import re
from typing import Any

import pytest

IPC, CONTROL, DAHUA, MESSAGE = KINDS = ("ipc-1.0.10", "control", "dahua-camera", "message")
EVERY = pytest.mark.parametrize("kind", KINDS)
ACCOUNT = {"id", "passwd", "uid"}
GOING: dict[str, Callable[[Any], object]] = {
    IPC: lambda simulator: simulator.moving,
    CONTROL: lambda simulator: simulator.head.moving,
    DAHUA: lambda simulator: simulator.heads[0].running,
    MESSAGE: lambda simulator: simulator.moving[1],
}
"""What moves at a simulated camera; nothing if it is at rest."""

_HEADS = re.compile("ptz|/pt_|/zf_|/preset_")

type Asked = tuple[str, dict[str, str]]


def sent(simulator: Any) -> list[Asked]:
    """Return what a head was told and asked since the last call, without the account."""
    requests = [request for request in simulator.requests if _HEADS.search(request.path)]
    simulator.requests.clear()
    return [(r.path, {k: v for k, v in r.query.items() if k not in ACCOUNT}) for r in requests]


def ipc(**query: str) -> Asked:
    return "/cgi-bin/ptz_ctrl", query


def control(cgi: str, action: str, **query: str) -> Asked:
    return f"/cgi-bin/control/{cgi}.cgi", {"action": action, **query}


def dahua(code: str, *arguments: str, action: str = "start") -> Asked:
    texts = [*arguments, "0", "0", "0"]
    named = {f"arg{n}": text for n, text in enumerate(texts[:3], 1)}
    return "/cgi-bin/ptz.cgi", {"action": action, "channel": "0", "code": code, **named}


def message(group: str = "PTZCtrlInfo", **query: str) -> Asked:
    return "/cgi/ptz_set", {"Channel": "1", "Group": group, **query}


STOP = ipc(stop="1")
HALT = message(Stop="0")
