"""Units of what is a number where it can be set, and a sensor where it can only be read."""

from typing import Final

from homeassistant.const import PERCENTAGE, UnitOfInformation, UnitOfLength, UnitOfTime

from .protocol import features as f

UNITS: Final[dict[str, tuple[str, str]]] = {
    feature.key: (device_class, unit)
    for device_class, unit, features in (
        ("data_size", UnitOfInformation.BYTES, (f.MTU,)),
        ("data_size", UnitOfInformation.KILOBYTES, (f.RECORDING_FILE_SIZE,)),
        ("duration", UnitOfTime.DAYS, (f.RECORDING_DAYS,)),
        ("duration", UnitOfTime.MINUTES, (f.DDNS_INTERVAL, f.MAIL_REPORT_INTERVAL)),
        (
            "duration",
            UnitOfTime.SECONDS,
            (
                f.ALARM_INPUT_ALARM_OUTPUT_TIME,
                f.ALARM_INPUT_DEJITTER,
                f.ALARM_INPUT_RECORDING_TIME,
                f.ALARM_OUTPUT_DURATION,
                f.DAY_NIGHT_DELAY,
                f.MOTION_ALARM_OUTPUT_TIME,
                f.MOTION_DEJITTER,
                f.MOTION_DURATION,
                f.MOTION_RECORDING_TIME,
                f.NTP_INTERVAL,
                f.POST_RECORD,
                f.PRE_RECORD,
                f.PTZ_IDLE_TIME,
                f.RECORDING_LENGTH,
                f.RTSP_TIME_LIMIT,
                f.RULE_DURATION,
                f.TAMPER_ALARM_OUTPUT_TIME,
                f.TAMPER_DEJITTER,
                f.TAMPER_RECORDING_TIME,
                f.VIDEO_LOSS_ALARM_OUTPUT_TIME,
                f.VIDEO_LOSS_DEJITTER,
                f.VIDEO_LOSS_RECORDING_TIME,
            ),
        ),
        (
            "duration",
            UnitOfTime.MILLISECONDS,
            (
                f.LONGEST_EXPOSURE,
                f.NIGHT_LONGEST_EXPOSURE,
                f.NIGHT_SHORTEST_EXPOSURE,
                f.NORMAL_LONGEST_EXPOSURE,
                f.NORMAL_SHORTEST_EXPOSURE,
                f.SHORTEST_EXPOSURE,
            ),
        ),
        ("duration", UnitOfTime.MICROSECONDS, (f.FLASH_DURATION,)),
        ("distance", UnitOfLength.METERS, (f.OBJECT_DISTANCE, f.THERMOMETRY_DISTANCE)),
        ("humidity", PERCENTAGE, (f.AIR_HUMIDITY,)),
    )
    for feature in features
}
"""Device class and unit by the key of a feature, for more than one platform."""
