"""Loaded before all pytest plugins where the tests run on a Home Assistant newer than the test package's own.

Home Assistant 2026.11 must be imported before anything that imports httpx, and a private name that the test package of
2026.10 takes from its logger component has moved.
"""

from homeassistant.components import logger
from homeassistant.components.logger import helpers

logger._clear_logger_overwrites = helpers._clear_logger_overwrites
