"""Video and audio encoders of the ipc dialect, checked against their own capabilities."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .ipc_values import SWITCH, Numbers, Options, Refused, Values

if TYPE_CHECKING:
    from .ipc import IpcCamera

type Ranges = dict[str, dict[str, tuple[tuple[int, int], tuple[int, int]]]]

# Mode -> resolution -> frame rates and bit rates: the document's own example (3.9).
MAIN: Ranges = {
    "H264": {"2592X1944": ((1, 15), (500, 8000)), "1080P": ((1, 30), (500, 6000))},
    "H265": {"2592X1944": ((1, 15), (500, 6000)), "1080P": ((1, 30), (500, 4000))},
}
SUB: Ranges = {mode: {"VGA": ((1, 30), (50, 2000)), "480X360": ((1, 30), (50, 2000))} for mode in ("H264", "H265")}
# Stream 3 is in the list of URLs of 3.10 only; its ranges are a guess.
THIRD: Ranges = {mode: {"CIF": ((1, 30), (50, 1000))} for mode in ("H264", "H265")}

FIRST = (
    ("H265", "1080P", "25", "100", "2500", "CBR"),
    ("H265", "480X360", "25", "100", "200", "CBR"),
    ("H265", "CIF", "10", "40", "100", "CBR"),
)
SIZES = {"1080P": "1920X1080", "VGA": "640X480", "CIF": "352X288"}
NAMES = ("encode_mode", "resolution", "framerate", "govlength", "bitrate", "bitrate_control")

AUDIO = {"G.711": {"8000": "64000"}, "G.711A": {"8000": "64000"}, "AAC": {"16000": "16000"}}


def _within(value: str, low: int, high: int) -> str | None:
    return Numbers(low, high).keep(value)


class VideoEncoder:
    def __init__(self, count: int) -> None:
        self.ranges = dict(zip(("stream1", "stream2", "stream3"), (MAIN, SUB, THIRD), strict=True))
        self.streams = {f"stream{n + 1}": dict(zip(NAMES, FIRST[n], strict=True)) for n in range(count)}
        self.profile = dict.fromkeys(self.streams, "0")

    def size(self, stream: str) -> tuple[int, int]:
        name = self.streams[stream]["resolution"]
        width, _, height = SIZES.get(name, name).partition("X")
        return int(width), int(height)

    def knows(self, name: str) -> bool:
        start, _, rest = name.partition("/")
        return start == "videoencoder" and (rest in self.streams or rest in ("", "getcapabilities"))

    def answer(self, camera: IpcCamera, name: str, params: Values) -> str:
        what = name.partition("/")[2]
        if what == "getcapabilities":
            camera.expect(params)
            return self._capabilities()
        if params:
            # Setting wants the stream in the path; without one there is nothing to set.
            camera.expect(params, *(self._settable(camera) if what else ()))
            self._set(what, params)
        return self._current(camera)

    @staticmethod
    def _settable(camera: IpcCamera) -> Iterable[str]:
        return (*NAMES, "AdvanceEncodeConfig/profile") if camera.newer else NAMES

    def _set(self, stream: str, params: Values) -> None:
        new = dict(params)
        profile = new.pop("AdvanceEncodeConfig/profile", self.profile[stream])
        if profile not in SWITCH.values:
            raise Refused("AdvanceEncodeConfig/profile: 0 ~ 1")
        merged = self.streams[stream] | new
        modes = self.ranges[stream]
        if merged["encode_mode"] not in modes:
            raise Refused("encode_mode error")
        resolutions = modes[merged["encode_mode"]]
        if merged["resolution"] not in resolutions:
            raise Refused("resolution error")
        rates, bits = resolutions[merged["resolution"]]
        for name, (low, high) in (
            ("framerate", rates),
            ("bitrate", bits),
            ("govlength", (1, 1000)),
        ):
            if name in new and _within(new[name], low, high) is None:
                raise Refused(f"{name} error")
            # A value not named follows a new resolution into its range.
            merged[name] = str(min(max(int(merged[name]), low), high))
        if Options(("CBR", "VBR")).keep(merged["bitrate_control"]) is None:
            raise Refused("bitrate_control error")
        self.streams[stream] = merged
        self.profile[stream] = profile

    def _current(self, camera: IpcCamera) -> str:
        rows = []
        for stream, values in self.streams.items():
            shown = {camera.gov_attribute if k == "govlength" else k: v for k, v in values.items()}
            rows.append(camera.element(stream, shown))
        return "<videoencoder>\n" + "\n".join(rows) + "\n</videoencoder>"

    def _capabilities(self) -> str:
        lines = ["<video_capabilities>"]
        for stream in self.streams:
            lines.append(f"<{stream}>")
            for mode, resolutions in self.ranges[stream].items():
                lines.append(f'<encode_mode name="{mode}">')
                for resolution, (rates, bits) in resolutions.items():
                    lines += [
                        f'<resolution name="{resolution}">',
                        f"<framerate_range>{rates[0]}-{rates[1]}</framerate_range>",
                        f"<bitrate_range>{bits[0]}-{bits[1]}</bitrate_range>",
                        "</resolution>",
                    ]
                lines.append("</encode_mode>")
            lines.append(f"</{stream}>")
        return "\n".join([*lines, "</video_capabilities>"])


class AudioEncoder:
    def __init__(self) -> None:
        self.values = {
            "enable": "1",
            "encode_type": "G.711",
            "samplerate": "8000",
            "bitrate": "64000",
            "input_volume": "60",
            "output_volume": "80",
            "amplify": "1",
        }

    def set(self, params: Values) -> None:
        for name in ("enable", "amplify"):
            if name in params and params[name] not in SWITCH.values:
                raise Refused(f"{name}: 0 or 1")
        for name in ("input_volume", "output_volume"):
            if name in params and _within(params[name], 1, 100) is None:
                raise Refused(f"{name} range: 1-100")
        merged = self.values | params
        rates = AUDIO.get(merged["encode_type"])
        if rates is None:
            raise Refused("encode_type error")
        if "samplerate" not in params and merged["samplerate"] not in rates:
            merged["samplerate"] = next(iter(rates))
        bits = rates.get(merged["samplerate"])
        if bits is None:
            raise Refused("samplerate error")
        if "bitrate" not in params:
            merged["bitrate"] = bits
        if merged["bitrate"] != bits:
            raise Refused("bitrate error")
        self.values = merged

    @staticmethod
    def capabilities() -> str:
        lines = ["<audio_capabilities>"]
        for kind, rates in AUDIO.items():
            lines.append(f'<encode_type name="{kind}">')
            for rate, bits in rates.items():
                lines += [
                    f'<samplerate name="{rate}">',
                    f"<bitrate>{bits}</bitrate>",
                    "</samplerate>",
                ]
            lines.append("</encode_type>")
        return "\n".join([*lines, "</audio_capabilities>"])
