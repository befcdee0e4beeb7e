"""What Home Assistant made of the cameras."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .client import HomeAssistant


@dataclass(frozen=True)
class Entity:
    """One row of the entity registry with its state; None where it has none."""

    entity_id: str
    key: str
    enabled: bool
    name: str
    state: str | None
    attributes: dict[str, Any]

    @property
    def is_assumed(self) -> bool:
        """Whether the camera can be told this, and not asked."""
        return bool(self.attributes.get("assumed_state"))

    @property
    def domain(self) -> str:
        return self.entity_id.partition(".")[0]


@dataclass(frozen=True)
class Device:
    """A camera, a recorder or one of its channels."""

    name: str
    channel: int
    entities: list[Entity]

    def find(self, domain: str, *keys: str) -> list[Entity]:
        """Return the enabled entities of a platform with one of these keys, in the order of the keys."""
        wanted = [e for e in self.entities if e.enabled and e.domain == domain]
        if not keys:
            return wanted
        return [e for key in keys for e in wanted if e.key == key]


async def entities_of(home: HomeAssistant, entry_ids: Iterable[str]) -> dict[str, list[Device]]:
    """Return the devices of every entry, the entry's own one first."""
    states = {state["entity_id"]: state for state in await home.ask("get_states")}
    rows = await home.ask("config/entity_registry/list")
    devices = await home.ask("config/device_registry/list")
    found: dict[str, list[Device]] = {}
    for entry_id in entry_ids:
        own = [d for d in devices if entry_id in (d.get("config_entry_id"), *(d.get("config_entries") or ()))]
        own.sort(key=_channel)
        found[entry_id] = [
            Device(
                d["name_by_user"] or d["name"],
                _channel(d),
                [_entity(row, states) for row in rows if row["device_id"] == d["id"]],
            )
            for d in own
        ]
    return found


def _channel(device: dict[str, Any]) -> int:
    """Return the number of a recorder's channel, at the end of its identifier; 0 for what stands on its own."""
    if device["via_device_id"] is None:
        return 0
    return int(device["identifiers"][0][1].rpartition("_")[2])


def _entity(row: dict[str, Any], states: dict[str, Any]) -> Entity:
    state = states.get(row["entity_id"])
    return Entity(
        entity_id=row["entity_id"],
        key=row["translation_key"] or row["entity_id"].partition(".")[0],
        enabled=row["disabled_by"] is None,
        name=row["name"] or row["original_name"] or "",
        state=state and state["state"],
        attributes=state["attributes"] if state else {},
    )


def counted(entities: Iterable[Entity]) -> str:
    """Count by platform: ``camera 2, switch 5``."""
    return ", ".join(f"{domain} {n}" for domain, n in sorted(Counter(e.domain for e in entities).items()))
