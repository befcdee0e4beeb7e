"""The lens: focus and zoom."""

from enum import StrEnum

from ..model import Feature


class FocusMode(StrEnum):
    """Who focuses."""

    AUTO = "auto"
    SEMI_AUTO = "semi_auto"
    MANUAL = "manual"


class FocusLimitMode(StrEnum):
    """Who sets the nearest distance to focus at."""

    MANUAL = "manual"
    AUTO = "auto"


class FocusSensitivity(StrEnum):
    """How readily the lens is focused anew."""

    HIGH = "high"
    DEFAULT = "default"
    LOW = "low"


class IrCorrection(StrEnum):
    """Whether the focus is corrected for infrared light."""

    OFF = "off"
    ON = "on"
    AUTO = "auto"


FOCUS_MODE = Feature("focus_mode", FocusMode)
FOCUS_LIMIT = Feature("focus_limit", str)
FOCUS_LIMIT_MODE = Feature("focus_limit_mode", FocusLimitMode)
FOCUS_SENSITIVITY = Feature("focus_sensitivity", FocusSensitivity)
IR_CORRECTION = Feature("ir_correction", IrCorrection)
DIGITAL_ZOOM = Feature("digital_zoom", bool)
FOCUS_POSITION = Feature("focus_position", float)
ZOOM_POSITION = Feature("zoom_position", float)
