"""Fixtures that every test gets."""

import pytest

# Imported before Home Assistant looks for it: the test package brings a custom_components of its own, which would win.
import custom_components.cgi_camera  # noqa: F401


@pytest.fixture(autouse=True)
def _custom_integrations(request: pytest.FixtureRequest) -> None:
    """Let Home Assistant find the integration, in the tests that start a Home Assistant."""
    if "hass" in request.fixturenames:
        request.getfixturevalue("enable_custom_integrations")
