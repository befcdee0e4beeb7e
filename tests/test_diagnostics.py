"""Diagnostics: all that is needed to play a camera again, and nothing that is private."""

import json
from pathlib import Path
import re
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
    get_diagnostics_for_device,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.cgi_camera.const import DOMAIN
from tests.conftest import Add, Simulate
from tests.ha import KINDS, Clock, entry_of, pass_time, set_up
from tests.replay import Replay, load
from tests.simulator import Fault, SimulatedCamera

PASSWORD = "0pen-Sesame"
RTSP_PATH = "rtsp://viewer:hush@192.168.7.7/live"


@pytest.fixture(autouse=True)
async def _diagnostics(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, "diagnostics", {})


def offered(hass: HomeAssistant, entry: MockConfigEntry) -> set[tuple[str, str, str | None]]:
    """Return platform, key and name of every entity of a camera."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    return {(e.domain, e.unique_id.removeprefix(str(entry.unique_id)), e.original_name) for e in entities}


def private(simulator: SimulatedCamera) -> set[str]:
    """Return what must not be told of a camera."""
    mac = simulator.mac.lower()
    plain = mac.replace(":", "").replace("-", "")
    return {
        PASSWORD.lower(),
        *(mac, mac.replace(":", "-"), mac.replace("-", ":"), plain),
        simulator.serial.lower(),
        "127.0.0.1",
        *("viewer", "hush", "192.168.7.7"),
        *getattr(simulator, "sessions", ()),
    }


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.usefixtures("all_enabled")
async def test_diagnostics_are_a_fixture(  # noqa: PLR0917
    hass: HomeAssistant, hass_client: ClientSessionGenerator, simulate: Simulate, add: Add, tmp_path: Path, kind: str
) -> None:
    """Saved, they play a camera that has the same entities; they hold nothing that is private."""
    simulator = await simulate(kind, password=PASSWORD)
    entry = await add(simulator, options={"rtsp_path": RTSP_PATH, "alarm_hold": 7})
    told = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    text = json.dumps(told)
    assert {secret for secret in private(simulator) if secret in text.lower()} == set()
    assert set(re.findall(r'nonce=\\"(.*?)\\"', text)) <= {"0"}

    saved = tmp_path / "diagnostics.json"
    saved.write_text(json.dumps({"data": told}), encoding="utf-8")
    async with Replay(load(saved)) as replay:
        again = entry_of(simulator, port=replay.url.port)
        again = MockConfigEntry(domain=DOMAIN, title="Again", unique_id="02:00:00:00:00:01", data=dict(again.data))
        await set_up(hass, again)
        assert offered(hass, again) == offered(hass, entry)
        assert await hass.config_entries.async_unload(again.entry_id)


async def test_condition(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, simulate: Simulate, add: Add, clock: Clock
) -> None:
    """What works and what does not is told, with values where they are nobody's secret."""
    simulator = await simulate("dahua-camera")
    simulator.refuse["/cgi-bin/configManager.cgi?action=getConfig&name=VideoWidget"] = Fault(status=503)
    entry = await add(simulator, options={"events": False})
    await pass_time(hass, 31, clock)
    told = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert told["entry"]["data"]["dialect"] == "dahua"
    assert told["entry"]["state"] == "loaded"
    assert told["issues"] == []
    assert told["camera"]["channels"] == [1]
    assert (told["link"]["open"], told["link"]["refused"]) == (False, False)
    assert told["polling"]["succeeded"] is True
    assert told["requests"]["answered"] > 20
    assert told["requests"]["Busy"] >= 1
    assert (told["endpoints"]["Encode"], told["endpoints"]["VideoWidget"][:6]) == ("read", "failed")
    assert told["slots"]["1/brightness"] == {"value": 50, "writable": True, "minimum": 0, "maximum": 100}
    assert told["slots"]["device_name"]["value"] == "**REDACTED**"
    assert told["slots"]["1/infrared_mode"]["value"] == "auto"
    assert told["recording"]["failure"] == ""


async def test_device(hass: HomeAssistant, hass_client: ClientSessionGenerator, simulate: Simulate, add: Add) -> None:
    """Of a recorder's channel only its own values are told, of the recorder only its."""
    entry = await add(await simulate("dahua-recorder"))
    registry = dr.async_get(hass)
    channels: dict[str, set[str]] = {}
    for suffix in ("", "_2"):
        device = registry.async_get_device_by_identifier((DOMAIN, f"{entry.unique_id}{suffix}"), entry.entry_id)
        assert device
        told: dict[str, Any] = await get_diagnostics_for_device(hass, hass_client, entry, device)
        channels[suffix] = {name.rpartition("/")[0] for name in told["slots"]}
        assert told["recording"]["answers"]
    assert channels == {"": {""}, "_2": {"2"}}


async def test_away(hass: HomeAssistant, hass_client: ClientSessionGenerator, simulate: Simulate, add: Add) -> None:
    """Of a camera that has gone, what is known is told, and that it is away."""
    simulator = await simulate("ipc-1.0.10")
    entry = await add(simulator)
    await simulator.stop()
    told = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert told["recording"] == {"failure": "ConnectionFailed", "answers": []}
    assert told["slots"]


async def test_not_set_up(hass: HomeAssistant, hass_client: ClientSessionGenerator, simulate: Simulate) -> None:
    """Of a camera that could not be set up, the reason is told."""
    simulator = await simulate("control")
    await simulator.stop()
    entry = await set_up(hass, entry_of(simulator), ConfigEntryState.SETUP_RETRY)
    told = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert (told["entry"]["state"], told["entry"]["reason"]) == ("setup_retry", "cannot_connect")
    assert "recording" not in told


async def test_locked(
    hass: HomeAssistant, hass_client: ClientSessionGenerator, simulate: Simulate, add: Add, clock: Clock
) -> None:
    """A camera that has locked the account is asked nothing."""
    simulator = await simulate("dahua-camera")
    entry = await add(simulator, options={"events": False})
    simulator.refuse["/"] = Fault(status=403, body=b"Account locked")
    await pass_time(hass, 301, clock)
    simulator.requests.clear()
    told = await get_diagnostics_for_config_entry(hass, hass_client, entry)
    assert told["recording"] == {"failure": "account", "answers": []}
    assert told["issues"] == ["account_locked"]
    assert simulator.requests == []
