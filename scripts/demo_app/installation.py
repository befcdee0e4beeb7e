"""A private Home Assistant: its configuration folder, its process, its onboarding."""

import asyncio
from contextlib import AsyncExitStack
import json
from pathlib import Path
import secrets
import shutil
import sys
from tempfile import mkdtemp

import aiohttp
from yarl import URL

from .client import HomeAssistant
from .errors import DemoFailed
from .processes import ROOT, last_line, running, shown

CONFIGURATION = """\
homeassistant:
  name: CGI Camera demo
  latitude: 52.3731
  longitude: 4.8922
  elevation: 0
  unit_system: metric
  time_zone: UTC
  country: NL
  language: en
  auth_providers:
    - type: trusted_networks
      trusted_networks: [127.0.0.1, "::1"]
      allow_bypass_login: true
    - type: homeassistant
frontend:
config:
lovelace:
camera:
stream:
media_source:
recorder:
history:
logbook:
system_log:
logger:
  default: warning
  logs:
    # A library of the system that scales pictures faster; without it they are scaled all the same.
    homeassistant.components.camera.img_util: critical
"""


def write_configuration(folder: Path, port: int) -> None:
    """Lay out what Home Assistant finds at its first start."""
    (folder / "configuration.yaml").write_text(CONFIGURATION)
    (folder / "custom_components").mkdir()
    (folder / "custom_components" / "cgi_camera").symlink_to(ROOT / "custom_components" / "cgi_camera")
    # Where to listen: written in YAML it would be on trial, and undone by a restart after five minutes.
    listen = {"server_host": ["127.0.0.1"], "server_port": port, "cors_allowed_origins": []}
    listen |= {"login_attempts_threshold": -1, "ip_ban_enabled": True, "ssl_profile": "modern"}
    listen |= {"use_x_frame_options": True, "created_at": "2026-01-01T00:00:00+00:00", "error": None}
    listen |= {"error_message": None}
    _store(folder, "http", 2, 2, {"stable": listen, "pending": None, "yaml_migration_done": True})
    # This step of onboarding would set up a weather service, a radio and a translator, which all ask the internet.
    _store(folder, "onboarding", 4, 1, {"done": ["core_config"]})


def _store(folder: Path, key: str, version: int, minor: int, data: dict[str, object]) -> None:
    path = folder / ".storage" / key
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"version": version, "minor_version": minor, "key": key, "data": data}))


async def start(stack: AsyncExitStack, session: aiohttp.ClientSession, port: int, logs: Path) -> HomeAssistant:
    """Start Home Assistant in a folder of its own and return it once it answers."""
    folder = Path(mkdtemp(prefix="cgi_camera-demo-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    write_configuration(folder, port)
    log = logs / "home-assistant.log"
    command: list[str | Path] = [
        sys.executable,
        Path(__file__).with_name("hass.py"),
        "--config",
        folder,
        "--skip-pip",
        "--log-no-color",
    ]
    process = await stack.enter_async_context(running(command, log, patience=30))
    home = HomeAssistant(session, URL.build(scheme="http", host="127.0.0.1", port=port), process, log)
    try:
        async with asyncio.timeout(180):
            while not await home.answers():
                if process.returncode is not None:
                    raise DemoFailed(f"Home Assistant ended by itself; see {shown(log)}: {last_line(log)}")
                await asyncio.sleep(0.3)
    except TimeoutError:
        raise DemoFailed(f"Home Assistant does not answer after three minutes; see {shown(log)}") from None
    return home


async def onboard(stack: AsyncExitStack, home: HomeAssistant) -> None:
    """Make the owner, log in, finish the other steps and wait until everything has started."""
    client_id = str(home.base) + "/"
    owner = {"name": "Demo", "username": "demo", "password": secrets.token_urlsafe(), "language": "en"}
    made = await home.post("/api/onboarding/users", {"client_id": client_id, **owner})
    await home.log_in(client_id, made["auth_code"])
    await home.post("/api/onboarding/analytics", {})
    await home.post("/api/onboarding/integration", {"client_id": client_id, "redirect_uri": client_id})
    await stack.enter_async_context(home.connected())
    for _ in range(400):
        if (await home.get("/api/config"))["state"] == "RUNNING":
            return
        await asyncio.sleep(0.3)
    raise DemoFailed(f"Home Assistant has not finished its start after two minutes; see {shown(home.log)}")
