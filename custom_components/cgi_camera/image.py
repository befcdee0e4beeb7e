"""What a camera showed of its last alarm, as it came by mail."""

from typing import override

from homeassistant.components.image import ImageEntity
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .alarm_mails import AlarmMails
from .coordinator import CameraConfigEntry, CameraCoordinator
from .entity import ChannelEntity, unique_id

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant, entry: CameraConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add a picture for each channel, where alarm mails are taken."""
    coordinator = entry.runtime_data
    if mails := coordinator.mails:
        async_add_entities(LastAlarm(coordinator, mails, channel) for channel in coordinator.camera.channels)


class LastAlarm(ChannelEntity, ImageEntity):
    """The picture of a channel's last alarm."""

    _attr_translation_key = "last_alarm"

    def __init__(self, coordinator: CameraCoordinator, mails: AlarmMails, channel: int) -> None:
        """Show a channel."""
        ImageEntity.__init__(self, coordinator.hass)
        super().__init__(coordinator, channel, "last_alarm_picture", ())
        self._mails = mails

    @property
    @override
    def available(self) -> bool:
        """Whether it can be shown: it is ours, even if the camera is gone since."""
        return True

    @override
    async def async_added_to_hass(self) -> None:
        await super().async_added_to_hass()
        self.async_on_remove(self._mails.follow(self.channel, self._came))
        self._adopt()

    @callback
    def _came(self) -> None:
        self._adopt()
        self.async_write_ha_state()

    @callback
    def _adopt(self) -> None:
        if picture := self._mails.pictures.get(self.channel):
            self._attr_content_type = picture.kind
            self._attr_image_last_updated = picture.time

    @override
    async def async_image(self) -> bytes | None:
        picture = self._mails.pictures.get(self.channel)
        return picture.content if picture else None


@callback
def remove_traces(hass: HomeAssistant, entry: CameraConfigEntry) -> None:
    """Remove the entities that only mails were for, once these are off: pictures show that they were on."""
    coordinator = entry.runtime_data
    mails = coordinator.camera.dialect.mails
    registry = er.async_get(hass)
    entities = er.async_entries_for_config_entry(registry, entry.entry_id)
    if coordinator.mails or mails is None or not any(entity.domain == Platform.IMAGE for entity in entities):
        return
    told = {event.feature.key for event in mails.events}
    there = {unique_id(coordinator, slot.channel, slot.key) for slot in coordinator.camera.capabilities}
    for entity in entities:
        mailed = entity.domain in {Platform.BINARY_SENSOR, Platform.EVENT} and entity.translation_key in told
        if entity.domain == Platform.IMAGE or (mailed and entity.unique_id not in there):
            registry.async_remove(entity.entity_id)
