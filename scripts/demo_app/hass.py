"""Home Assistant without its voice assistant.

It would always be set up, and two of its packages have to be compiled. Its modules are imported all the same, whenever
the descriptions of services are read: to them these two packages are there, with nothing in them that could be called.
"""

import sys
from types import ModuleType

from homeassistant import __main__, bootstrap

VOICE = {"assist_satellite", "conversation", "stt", "tts", "wake_word"}
COMPILED = {"pymicro_vad": "MicroVad", "pyspeex_noise": "AudioProcessor"}


def stand_in(name: str, content: str) -> None:
    module = ModuleType(name)
    setattr(module, content, None)
    sys.modules[name] = module


if __name__ == "__main__":
    bootstrap.DEFAULT_INTEGRATIONS -= VOICE
    for item in COMPILED.items():
        stand_in(*item)
    sys.exit(__main__.main())
