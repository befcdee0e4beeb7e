"""Home Assistant without its voice assistant.

It is always set up, and two of its packages, pymicro-vad and pyspeex-noise, have to be compiled.
"""

import sys

from homeassistant import __main__, bootstrap

VOICE = {"assist_satellite", "conversation", "stt", "tts", "wake_word"}

if __name__ == "__main__":
    bootstrap.DEFAULT_INTEGRATIONS -= VOICE
    sys.exit(__main__.main())
