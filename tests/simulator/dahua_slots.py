"""The slots of a recorder: which have a camera, and what is there without one."""

from .control_values import NotAllowed, integer
from .dahua_config import Config, first_index, table_of
from .dahua_hardware import Hardware, Wording

# What belongs to the camera and goes with it. Alarms, titles and times of recording are the recorder's own.
OF_THE_CAMERA = {
    "Encode",
    "Lighting",
    "Lighting_V2",
    "LightingScheme",
    "SmartMotionDetect",
    "VideoAnalyseGlobal",
    "VideoAnalyseRule",
    "VideoColor",
    "VideoEncodeROI",
    "VideoInDayNight",
    "VideoInFocus",
    "VideoInMode",
    "VideoInOptions",
    "VideoInSharpness",
    "VideoInZoom",
    "VideoWidget",
}


class Slots:
    """Numbers count from 1; a camera is its own only slot and always there."""

    def __init__(self, hardware: Hardware, wording: Wording, config: Config) -> None:
        self.count = hardware.channels
        self.fitted = set(range(1, self.count + 1)) - set(hardware.empty)
        self._wording = wording
        config.hides = self.hides
        for channel in hardware.empty:
            key = f"ChannelTitle[{channel - 1}].Name"
            config.values[key] = "" if wording.empty_titles == "blank" else f"Channel{channel}"

    def counted(self) -> int:
        return self.count if self._wording.collect == "slots" else len(self.fitted)

    def hides(self, key: str) -> bool:
        """Whether a row of a table is not there for want of a camera."""
        table = table_of(key)
        if len(self.fitted) == self.count or table not in OF_THE_CAMERA | {"ChannelTitle"}:
            return False
        if table == "ChannelTitle" and self._wording.empty_titles != "absent":
            return False
        return first_index(key) + 1 not in self.fitted

    def number(self, value: str) -> str:
        """The number of a slot that has a camera."""
        channel = integer(1, self.count)(value)
        if int(channel) not in self.fitted:
            raise NotAllowed("no camera there")
        return channel
