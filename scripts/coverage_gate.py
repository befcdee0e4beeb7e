"""Fail when a module of the integration is tested too little: coverage_gate.py COVERAGE_JSON."""

import json
from pathlib import Path
import sys

EVERY_MODULE = 95.0
CERTAIN_MODULES = {"config_flow.py": 100.0}


def shortfalls(report: Path) -> list[str]:
    """One line for every module that misses its mark."""
    try:
        files = json.loads(report.read_text())["files"]
    except OSError, ValueError, KeyError:
        return [f"{report} is no coverage report: did pytest run to its end?"]
    covered = {Path(name): entry["summary"]["percent_covered"] for name, entry in sorted(files.items())}
    return [
        f"{path}: {percent:.1f} %, wanted {wanted:.0f} %"
        for path, percent in covered.items()
        if percent < (wanted := CERTAIN_MODULES.get(path.name, EVERY_MODULE))
    ]


def main() -> int:
    """Print what is missing."""
    lines = shortfalls(Path(sys.argv[1]))
    for line in lines:
        print(f"coverage: {line}", file=sys.stderr)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
