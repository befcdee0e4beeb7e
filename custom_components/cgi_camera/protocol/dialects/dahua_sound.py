"""Volumes in the dahua dialect: beyond the document, lists by audio channel where a device has them."""

from .. import features as f
from .dahua_rows import number, table

SOUND = (
    table("AudioInputVolume", number(f.INPUT_VOLUME, "AudioInputVolume[0]")),
    table("AudioOutputVolume", number(f.OUTPUT_VOLUME, "AudioOutputVolume[0]")),
)
