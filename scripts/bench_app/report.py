"""Figures as a table and as plots."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
import os
from pathlib import Path
import platform
import re
import statistics
from typing import Any, NamedTuple

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGE = DOCS / "performance.md"
BEGIN, END = "<!-- made by scripts/bench -->", "<!-- end of what scripts/bench makes -->"
PEERS = ("ours", "amcrest", "floor", "bare")
NAMES = {"ours": "ours", "amcrest": "amcrest", "floor": "floor", "bare": "floor with entities"}
COLORS = {"ours": "#03a9f4", "amcrest": "#e65100", "floor": "#757575", "bare": "#43a047"}
HEAD = (
    "figure",
    *NAMES.values(),
    *(f"ours to {NAMES[peer]}" for peer in PEERS[1:]),
    "to reach",
    "reached",
)


class Row(NamedTuple):
    """One figure."""

    name: str
    values: dict[str, float]
    unit: str
    goal: str
    reached: bool | None


def percentile(values: list[float], percent: float) -> float:
    """Return the value below which so many percent lie."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * percent / 100), len(ordered) - 1)]


def median(values: list[float]) -> float:
    """Return the median; 0 of nothing."""
    return statistics.median(values) if values else 0.0


class Report:
    """What was found."""

    def __init__(self, found: dict[str, Any], quiet: int, minutes: float) -> None:
        """Take the figures."""
        self.found = found
        self.quiet = quiet
        self.minutes = minutes

    def rows(self) -> Iterator[Row]:
        """Yield the figures that were measured."""
        parts = {
            "setup": self._setups,
            "steady": self._steady,
            "alarms": self._alarms,
            "throughput": self._throughput,
            "long": self._long,
        }
        for name, part in parts.items():
            if any(self.found.get(name, {}).values()) and self.found[name].get("ours", True):
                yield from part()

    def _setup(self, count: int, figure: Callable[[dict[str, Any]], float]) -> dict[str, float]:
        return {peer: median([figure(run) for run in counts[count]]) for peer, counts in self.found["setup"].items()}

    def _setups(self) -> Iterator[Row]:
        counts = sorted(self.found["setup"]["ours"])
        for count in counts:
            seconds = self._setup(count, lambda run: run["seconds"])
            reached = seconds["ours"] <= 1.5 * seconds["floor"]
            yield Row(f"set-up of {count} until all states are known", seconds, "s", "≤ 1.5 × floor", reached)
        for count in counts:
            seconds = {
                peer: median([run["again"]["seconds"] for run in self.found["setup"][peer][count]])
                for peer in ("ours", "bare")
            }
            seconds["floor"] = self._setup(count, lambda run: run["seconds"])["floor"]
            reached = seconds["ours"] <= 1.5 * seconds["floor"]
            yield Row(f"start with {count} that are registered already", seconds, "s", "≤ 1.5 × floor", reached)
        last = counts[-1]
        asked = self._setup(last, lambda run: (run["requests"] + run["refused"]) / last)
        yield Row("requests of a set-up, a camera", asked, "", "", None)
        refused = self._setup(last, lambda run: run["refused"] / last)
        yield Row("of these refused until the log-in was right", refused, "", "", None)
        served = self._setup(last, lambda run: run["entities"] / last)
        served["floor"] = served["ours"]
        yield Row("states that a camera has then", served, "", "", None)
        each = {peer: asked[peer] / served[peer] for peer in PEERS}
        yield Row("requests of a set-up, an entity", each, "", "< amcrest", each["ours"] < each["amcrest"])
        cpu = self._setup(last, lambda run: run["cpu"] / last * 1000)
        yield Row("processor time of a set-up, a camera", cpu, "ms", "", None)
        each = {peer: cpu[peer] / served[peer] for peer in PEERS}
        yield Row("processor time of a set-up, an entity", each, "ms", "", None)
        yield from self._slopes(counts)
        commands = {
            peer: median([median(run["commands"]) for run in runs[counts[0]]])
            for peer, runs in self.found["setup"].items()
        }
        reached = commands["ours"] <= 1.5 * commands["floor"]
        yield Row("command: service call until the state shows it", commands, "ms", "≤ 1.5 × floor", reached)

    def _slopes(self, counts: list[int]) -> Iterator[Row]:
        """What one camera more adds."""
        first, last = counts[-2:]
        more = last - first
        memory = {
            peer: (self._setup(last, lambda r: r["memory"])[peer] - self._setup(first, lambda r: r["memory"])[peer])
            / more
            for peer in PEERS
        }
        yield Row("memory of a camera", memory, "MiB", "< 1 MiB", memory["ours"] < 1)
        served = self._setup(last, lambda run: run["entities"] / last)
        each = {peer: memory[peer] * 1024 / served[peer] for peer in ("ours", "amcrest", "bare")}
        yield Row("memory of an entity", each, "KiB", "", None)
        threads = {
            peer: (self._setup(last, lambda r: r["threads"])[peer] - self._setup(first, lambda r: r["threads"])[peer])
            / more
            for peer in PEERS
        }
        yield Row("threads of a camera", threads, "", "none", threads["ours"] < 0.2)

    def _steady(self) -> Iterator[Row]:
        found = self.found["steady"]

        def each(figure: str) -> dict[str, float]:
            return {
                peer: median([w[figure] / w["seconds"] * 3600 / self.quiet for w in windows["windows"]])
                for peer, windows in found.items()
            }

        served = {peer: found[peer]["entities"] / self.quiet for peer in found}
        served["floor"] = served["ours"]
        yield Row("quiet hour: requests, a camera", each("requests"), "", "", None)
        yield Row(
            "quiet hour: KiB of answers, a camera", {p: v / 1024 for p, v in each("bytes").items()}, "KiB", "", None
        )
        cpu = {peer: value * 1000 for peer, value in each("cpu").items()}
        yield Row("quiet hour: processor time, a camera", cpu, "ms", "≤ 1.5 × floor", cpu["ours"] <= 1.5 * cpu["floor"])
        asked = each("requests")
        poll = {peer: cpu[peer] / asked[peer] for peer in found}
        yield Row("processor time of a request and what comes of it", poll, "ms", "", None)
        entity = {peer: cpu[peer] / served[peer] for peer in found}
        reached = entity["ours"] <= entity["amcrest"] / 3
        yield Row("quiet hour: processor time, an entity", entity, "ms", "≤ ⅓ amcrest", reached)

    def _alarms(self) -> Iterator[Row]:
        found = self.found["alarms"]
        for key, name in (("together", "alarms of all cameras at once"), ("burst", "1,000 events a second of one")):
            for percent in (50, 95, 99):
                values = {
                    peer: median([percentile(run["latencies"], percent) for run in found[peer][key]]) for peer in PEERS
                }
                middle = {peer: median([median(run["latencies"]) for run in found[peer][key]]) for peer in PEERS}
                goal, reached = "", None
                if percent == 99:
                    goal = "≤ 1.5 × floor"
                    reached = values["ours"] <= 1.5 * values["floor"]
                    if key == "together":
                        goal += " and < amcrest's median"
                        reached = reached and values["ours"] < middle["amcrest"]
                yield Row(f"{name}: {'median' if percent == 50 else f'p{percent}'}", values, "ms", goal, reached)
        lost = {
            peer: float(sum(run["lost"] for key in ("together", "burst") for run in found[peer][key])) for peer in PEERS
        }
        yield Row("alarms lost", lost, "", "none", lost["ours"] == 0)

    def _throughput(self) -> Iterator[Row]:
        found = self.found["throughput"]
        for key, name in (("clip", "recording through Home Assistant"), ("mjpeg", "MJPEG through Home Assistant")):
            rates = {peer: median(found["throughput"][f"{key} {peer}"]) for peer in ("ours", "floor")}
            yield Row(name, rates, "MiB/s", "≥ 0.9 × floor", rates["ours"] >= 0.9 * rates["floor"])
        times = {peer: median(found["decoding"][peer]) for peer in ("ours", "floor")}
        reached = times["ours"] <= 2 * times["floor"]
        yield Row("100 kB of MotionDetect decoded", times, "ms", "≤ 2 × split by an expression", reached)

    def _long(self) -> Iterator[Row]:
        found = self.found["long"]
        rest = len(found["cpu"]) // 4
        cpu = median(found["cpu"][rest:]) * 100
        minutes = len(found["cpu"])
        name = f"{{}} of mixed dialects, {minutes} minutes, 5 % flapping"
        cameras = found["cameras"]
        yield Row(f"{name.format(cameras)}: of one core", {"ours": cpu}, "%", "< 10 %", cpu < 10)
        yield Row("the same: requests a minute, a camera", {"ours": median(found["requests"]) / cameras}, "", "", None)
        early, late = found["memory"][rest], found["memory"][-1]
        grown = late - early
        flat = grown < 0.02 * early
        yield Row(
            f"the same: memory added since minute {rest + 1} (of {early:.0f} MiB)", {"ours": grown}, "MiB", "flat", flat
        )

    # Telling it

    def table(self) -> str:
        """Return the figures as Markdown."""
        lines = ["| " + " | ".join(HEAD) + " |", "|---|" + "---:|" * (2 * len(PEERS) - 1) + "---|---|"]
        for row in self.rows():
            ours = row.values["ours"]
            cells = [row.name, *(self._cell(row.values.get(peer), row.unit) for peer in PEERS)]
            for peer in PEERS[1:]:
                other = row.values.get(peer)
                cells.append(f"{ours / other:.2f}" if other else "")
            reached = {True: "yes", False: "**no**", None: ""}[row.reached]
            lines.append("| " + " | ".join([*cells, row.goal, reached]) + " |")
        return "\n".join(lines)

    @staticmethod
    def _cell(value: float | None, unit: str) -> str:
        if value is None:
            return "–"
        digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2 if abs(value) >= 0.1 else 3
        return f"{value:,.{digits}f} {unit}".strip()

    def machine(self) -> str:
        """Return where, when and with what this was measured."""
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        model = re.search(r"model name\s*:\s*(.+)", told)
        parts = [
            f"{datetime.now(UTC):%Y-%m-%d}",
            f"{os.process_cpu_count()} cores of {model[1] if model else platform.machine()}",
            f"Python {platform.python_version()}",
            *(f"{name} {version(name)}" for name in ("homeassistant", "aiohttp", "amcrest", "httpx")),
            f"load {os.getloadavg()[2]:.1f} at the end",
            f"{self.minutes:.0f} minutes",
        ]
        return ", ".join(parts)

    def write(self) -> None:
        """Put table and plots into the page; what people wrote there stays."""
        made = [BEGIN, "", self.machine() + ".", "", self.table(), "", *self._plots(), END]
        page = PAGE.read_text(encoding="utf-8")
        before, _, rest = page.partition(BEGIN)
        _, _, after = rest.partition(END)
        PAGE.write_text(before + "\n".join(made) + after, encoding="utf-8")

    def _plots(self) -> Iterator[str]:
        figures: tuple[tuple[str, str, Callable[[dict[str, Any]], float]], ...] = (
            ("time", "seconds until all states are known", lambda run: run["seconds"]),
            ("memory", "MiB added", lambda run: run["memory"]),
            ("requests", "requests of the set-up", lambda run: run["requests"] + run["refused"]),
        )
        for name, label, figure in figures:
            self._plot(DOCS / "images" / f"performance-{name}.svg", label, figure)
            yield f"![{label[0].upper()}{label[1:]} against the number of cameras](images/performance-{name}.svg)"
            yield ""

    def _plot(self, path: Path, label: str, figure: Callable[[dict[str, Any]], float]) -> None:
        import matplotlib as mpl  # noqa: PLC0415

        mpl.use("svg")
        # The same figures make the same file.
        mpl.rcParams.update({"svg.hashsalt": "bench", "svg.fonttype": "none", "font.size": 9})
        from matplotlib import pyplot as plt  # noqa: PLC0415

        drawing, axes = plt.subplots(figsize=(5, 2.8))
        for peer in PEERS:
            counts = sorted(self.found["setup"][peer])
            values = [self._setup(count, figure)[peer] for count in counts]
            axes.plot(counts, values, marker="o", color=COLORS[peer], label=NAMES[peer])
        axes.set_xlabel("cameras")
        axes.set_ylabel(label)
        axes.grid(alpha=0.3)
        axes.legend(frameon=False)
        drawing.tight_layout()
        drawing.savefig(path, metadata={"Date": None, "Creator": None})
        plt.close(drawing)
