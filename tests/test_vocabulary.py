"""Every word of the vocabulary has an English name wherever it may appear."""

from enum import StrEnum
from typing import Any

from homeassistant.const import Platform
import pytest

from custom_components.cgi_camera.defaults import DISABLED
from custom_components.cgi_camera.platforms import platform_of, platform_of_command
from custom_components.cgi_camera.protocol import features as f
from custom_components.cgi_camera.protocol.areas import Grid, Rectangle
from custom_components.cgi_camera.protocol.dialects import DIALECTS
from custom_components.cgi_camera.protocol.model import Capability, Command, Feature, Slot, StreamKind
from custom_components.cgi_camera.protocol.schema import Dialect
from tests.test_translations import ICONS, TEXTS

FEATURES = [word for word in vars(f).values() if isinstance(word, Feature)]
SHOWN = [word for word in FEATURES if not word.internal and not issubclass(word.kind, Grid | Rectangle)]
COMMANDS = [word for word in vars(f).values() if isinstance(word, Command)]
OFFERS = (Capability(), Capability(writable=True), Capability(writable=True, choices=("a", "b")))


def key_of(word: Feature[Any] | Command) -> str:
    """Name a word in the report."""
    return word.key


def platforms(feature: Feature[Any]) -> set[Platform]:
    """Return the platforms on which a feature may appear, as its type and the camera's offer decide."""
    found = {platform_of(Slot(0, feature), offered) for offered in OFFERS}
    return {platform for platform in found if platform}


@pytest.mark.parametrize("feature", [word for word in FEATURES if word.momentary], ids=key_of)
def test_moment_is_named(feature: Feature[Any]) -> None:
    """What happens has a name, and so has every way in which it can."""
    texts = TEXTS["entity"]["event"][feature.key]
    assert texts["name"]
    assert set(texts["state_attributes"]["event_type"]["state"]) == {member.value for member in feature.kind}


@pytest.mark.parametrize("feature", SHOWN, ids=key_of)
def test_feature_is_named(feature: Feature[Any]) -> None:
    """A feature has a name on every platform, the same on each, and a name for every choice."""
    names = {TEXTS["entity"][platform].get(feature.key, {}).get("name") for platform in platforms(feature)}
    assert len(names) == 1
    assert None not in names
    if issubclass(feature.kind, StrEnum):
        for platform in platforms(feature) - {Platform.EVENT}:
            assert set(TEXTS["entity"][platform][feature.key]["state"]) == {member.value for member in feature.kind}


@pytest.mark.parametrize("feature", [word for word in FEATURES if word not in SHOWN], ids=key_of)
def test_internal_feature_is_no_entity(feature: Feature[Any]) -> None:
    """What serves the engine only appears nowhere, nor does what is for actions."""
    assert platforms(feature) == set()


@pytest.mark.parametrize("command", COMMANDS, ids=key_of)
def test_command_is_named(command: Command) -> None:
    """A command has a name, or the entity that gives it has one."""
    platform = platform_of_command(command)
    own = {Platform.BUTTON: command.key, Platform.LOCK: f.OPEN_DOOR.key}[platform]
    assert TEXTS["entity"][platform][own]["name"]


@pytest.mark.parametrize("kind", [kind for kind in StreamKind if kind is not StreamKind.MAIN])
def test_stream_is_named(kind: StreamKind) -> None:
    """A stream has a name, the main one that of its camera."""
    assert TEXTS["entity"]["camera"][f"stream_{kind}"]["name"]


def test_nothing_is_named_in_vain() -> None:
    """No name is left over from a word that is gone."""
    known = (
        {feature.key for feature in FEATURES} | {c.key for c in COMMANDS} | {f"stream_{kind}" for kind in StreamKind}
    )
    named = {key for platform in TEXTS["entity"].values() for key in platform}
    assert named - known == set()


@pytest.mark.parametrize("feature", SHOWN, ids=key_of)
def test_feature_has_an_icon(feature: Feature[Any]) -> None:
    """A feature has an icon, its own or that of its device class."""
    with_class = {
        ("binary_sensor", "motion"),
        ("binary_sensor", "tamper"),
        ("binary_sensor", "video_loss"),
        ("binary_sensor", "event_link"),
        ("number", "stream_bit_rate"),
        ("sensor", "stream_bit_rate"),
    }
    for platform in platforms(feature):
        assert (platform, feature.key) in with_class or feature.key in ICONS["entity"][platform]


def test_what_is_disabled_is_in_the_vocabulary() -> None:
    """No key is misspelt or left over among those that are off by default."""
    assert {word.key for word in (*FEATURES, *COMMANDS)} >= DISABLED


@pytest.mark.parametrize("dialect", DIALECTS.values(), ids=lambda dialect: dialect.name)
def test_parts_stand_beside_the_whole(dialect: Dialect) -> None:
    """What is part of a lamp is told where the lamp is: nothing is lost by being in its hands."""
    for endpoint in dialect.endpoints:
        rows = {row.feature for row in endpoint.fields}
        assert {row.part_of for row in rows if row.part_of} <= rows
