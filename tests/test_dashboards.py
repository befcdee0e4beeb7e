"""The cards in docs/dashboards do what they promise."""

from pathlib import Path
from typing import Any

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
import pytest
import yaml

from tests.conftest import Add, Simulate
from tests.ha import entity

FOLDER = Path(__file__).parent.parent / "docs" / "dashboards"
JOYSTICK = yaml.safe_load((FOLDER / "ptz-joystick.yaml").read_text(encoding="utf-8"))


def actions(element: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Return what an element does, by the gesture."""
    return {name: action for name, action in element.items() if name.endswith("_action")}


def test_every_card_is_tested() -> None:
    """No card stands there unseen."""
    assert {path.name for path in FOLDER.iterdir()} == {"ptz-joystick.yaml"}


def test_joystick_is_a_card() -> None:
    """It shows a camera, and every icon has its own place within the picture and a name."""
    assert (JOYSTICK["type"], JOYSTICK["camera_image"]) == ("picture-elements", "camera.front")
    places = [(element["style"]["left"], element["style"]["top"]) for element in JOYSTICK["elements"]]
    assert len(set(places)) == len(places) == 13
    assert all(0 < int(part.removesuffix("%")) < 100 for place in places for part in place)
    assert len({element["title"] for element in JOYSTICK["elements"]}) == 13
    assert all(element["type"] == "icon" and element["icon"].startswith("mdi:") for element in JOYSTICK["elements"])


@pytest.mark.parametrize("kind", ["ipc-1.0.10", "control", "dahua-camera", "message"])
async def test_joystick_moves_a_camera(hass: HomeAssistant, simulate: Simulate, add: Add, kind: str) -> None:
    """Each tap and each long press is an action that Home Assistant takes and the camera obeys."""
    simulator = await simulate(kind, ptz=True)
    entry = await add(simulator)
    channel = entry.runtime_data.camera.channels[0]
    camera = entity(hass, entry, Platform.CAMERA, f"{channel}_stream_main" if channel else "stream_main")
    done = set()
    for element in JOYSTICK["elements"]:
        for action in actions(element).values():
            assert action["action"] == "perform-action"
            assert action["target"] == {"entity_id": "camera.front"}
            domain, _, name = action["perform_action"].partition(".")
            simulator.requests.clear()
            data = {"entity_id": camera, **action.get("data", {})}
            await hass.services.async_call(domain, name, data, blocking=True)
            assert {request.status for request in simulator.requests} == {200}
            done.add((name, data.get("direction"), "duration" in data))
    assert ("ptz_stop", None, False) in done
    assert len(done) == 13
    assert await hass.config_entries.async_unload(entry.entry_id)
