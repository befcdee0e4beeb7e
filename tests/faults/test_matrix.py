"""Every fault in every phase of every dialect."""

import pytest

from .phases import RUN, Strike
from .scenes import SCENES, Scene
from .table import TROUBLES, Outcome, Phase, outcome
from .trial import Trial, spoken

CELLS = [(scene, phase) for scene in SCENES for phase in Phase if phase is not Phase.EVENTS or scene.events]
# What is said of it: that something went, and that it is back.
IN_PART, WHOLLY = ["WARNING", "INFO"], ["ERROR", "INFO"]
LINES = {
    Outcome.KEPT: (IN_PART,),
    Outcome.UNKNOWN: (IN_PART,),
    Outcome.UNAVAILABLE: (WHOLLY,),
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("scene", "phase"), CELLS, ids=lambda each: getattr(each, "kind", each))
async def test_faults(
    trial: Trial, scene: Scene, phase: Phase, caplog: pytest.LogCaptureFixture, subtests: pytest.Subtests
) -> None:
    """The camera is there after each of them as it was before; nothing is said but that it went and came."""
    expected = {name: outcome(name, scene.dialect, phase) for name in TROUBLES}
    for name, comes in expected.items():
        if not isinstance(comes, Outcome):
            continue
        with subtests.test(fault=name):
            await trial.listen()
            seen = await RUN[phase](Strike(trial, TROUBLES[name]))
            assert (seen, trial.reauth) == (comes, 0)
            assert spoken(caplog) in LINES.get(seen, ([], IN_PART, WHOLLY))
