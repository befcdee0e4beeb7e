"""A dashboard with every camera: its picture, its alarms, its main controls."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from .client import HomeAssistant
from .entities import Device, Entity
from .simulated import Simulated

ADDRESS = "demo-cameras"
TITLE = "CGI Camera"

ALARMS = ("motion", "alarm_input", "tamper", "video_loss")
LEVELS = ("brightness", "contrast", "saturation", "input_volume", "motion_sensitivity")
MODES = ("day_night_mode", "ir_cut_mode", "infrared_mode", "infrared_lamp_mode")
SWITCHES = ("infrared", "wdr", "motion_detection", "relay", "flip", "mirror")
BUTTONS = ("goto_preset",)

JOYSTICK = Path(__file__).parent.parent.parent / "docs" / "dashboards" / "ptz-joystick.yaml"

type Card = dict[str, Any]


async def lay_out(home: HomeAssistant, cameras: Sequence[tuple[Simulated, list[Device]]], *, live: bool) -> str:
    """Save the dashboard, make it what opens first, and return its path."""
    await home.ask(
        "lovelace/dashboards/create",
        url_path=ADDRESS,
        title=TITLE,
        icon="mdi:cctv",
        mode="storage",
        show_in_sidebar=True,
        require_admin=False,
    )
    sections = [_section(simulated, devices, live=live) for simulated, devices in cameras]
    view = {"title": TITLE, "path": "all", "type": "sections", "max_columns": 3, "sections": sections}
    await home.ask("lovelace/config/save", url_path=ADDRESS, config={"title": TITLE, "views": [view]})
    await home.ask("frontend/set_system_data", key="core", value={"default_panel": ADDRESS})
    return f"/{ADDRESS}"


def _section(simulated: Simulated, devices: list[Device], *, live: bool) -> Card:
    camera = simulated.camera
    head: Card = {"type": "heading", "heading": camera.name, "icon": camera.icon, "heading_style": "title"}
    head["badges"] = [{"type": "entity", "entity": entity.entity_id} for entity in _seen(devices)[:1]]
    cards = _recorder(devices, live=live) if len(devices) > 1 else _camera(devices[0], live=live)
    if not (live or camera.stills):
        cards[0] = {"type": "markdown", "content": "This camera has video only, and GStreamer is not installed."}
    return {"type": "grid", "cards": [head, *cards]}


def _seen(devices: list[Device]) -> list[Entity]:
    return [entity for device in devices for entity in device.find("binary_sensor", "motion")]


def _camera(device: Device, *, live: bool) -> list[Card]:
    """A camera on its own."""
    picture = _joystick if device.find("select", "preset") else _picture
    cards = [picture(entity, live=live) for entity in device.find("camera")[:1]]
    alarms = device.find("binary_sensor", *ALARMS)[:2]
    cards += [_alarm(entity) for entity in alarms]
    # A camera without alarms has fewer controls of other kinds as well.
    cards += [_level(entity) for entity in device.find("number", *LEVELS)[: 2 if alarms else 5]]
    cards += [_mode(entity) for entity in device.find("select", *MODES)[:1]]
    cards += [_mode(entity) for entity in device.find("select", "preset")]
    switches = device.find("switch", *SWITCHES)[:4]
    cards += [_switch(entity, 6 if len(switches) > 1 else 12) for entity in switches]
    cards += [_button(entity) for entity in device.find("button", *BUTTONS)[:2]]
    return cards


def _recorder(devices: list[Device], *, live: bool) -> list[Card]:
    """A recorder: its channels two by two, then what it controls itself."""
    recorder, *channels = devices
    cards: list[Card] = []
    for pair in (channels[n : n + 2] for n in range(0, len(channels), 2)):
        for channel in pair:
            cards += [_picture(entity, live=live, columns=6) for entity in channel.find("camera")[:1]]
        for channel in pair:
            cards += [_alarm(entity, name=channel.name) for entity in channel.find("binary_sensor", "motion")]
    cards += [_level(entity) for entity in channels[0].find("number", *LEVELS)[:1]]
    cards += [_alarm(entity) for entity in recorder.find("binary_sensor", *ALARMS)[:2]]
    cards += [_switch(entity) for entity in recorder.find("switch", *SWITCHES)[:2]]
    return cards


def _picture(entity: Entity, *, live: bool, columns: int = 12) -> Card:
    return {
        "type": "picture-entity",
        "entity": entity.entity_id,
        "camera_view": "live" if live else "auto",
        "show_name": False,
        "show_state": False,
        "aspect_ratio": "16:9",
        "grid_options": {"columns": columns},
    }


def _joystick(entity: Entity, *, live: bool) -> Card:
    """The card for everybody's dashboard, with the camera in it."""
    card: Card = yaml.safe_load(JOYSTICK.read_text(encoding="utf-8").replace("camera.front", entity.entity_id))
    return card | {"camera_view": "live" if live else "auto", "grid_options": {"columns": 12}}


def _tile(entity: Entity, columns: int, **more: Any) -> Card:
    return {
        "type": "tile",
        "entity": entity.entity_id,
        "name": entity.name,
        "grid_options": {"columns": columns},
        **more,
    }


def _alarm(entity: Entity, *, name: str = "") -> Card:
    return _tile(entity, 6, color="red", **({"name": name} if name else {}))


def _level(entity: Entity) -> Card:
    return _tile(entity, 12, features=[{"type": "numeric-input", "style": "slider"}], features_position="inline")


def _mode(entity: Entity) -> Card:
    return _tile(entity, 12, features=[{"type": "select-options"}], features_position="inline")


def _switch(entity: Entity, columns: int = 6) -> Card:
    return _tile(entity, columns, tap_action={"action": "toggle"})


def _button(entity: Entity) -> Card:
    press = {"action": "perform-action", "perform_action": "button.press", "target": {"entity_id": entity.entity_id}}
    return _tile(entity, 6, tap_action=press, icon_tap_action=press, hide_state=True)
