"""Recordings in the media browser: camera, channel, day, kind, clip. Whatever a camera holds, a list stays short."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
import re
from typing import Final, override

from homeassistant.components.media_player.const import MediaClass, MediaType
from homeassistant.components.media_player.errors import BrowseError
from homeassistant.components.media_source import (
    BrowseMediaSource,
    MediaSource,
    MediaSourceItem,
    PlayMedia,
    Unresolvable,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from .const import DOMAIN
from .protocol.archive import Found
from .protocol.errors import CameraError
from .protocol.media import Clip, ClipKind, Span
from .protocol.model import StreamKind
from .recordings import CLIP, Source, cameras, content_type, not_there, source_told

DAYS: Final = 14
"""Days that are looked through at a time."""
MOST: Final = 200
"""Clips in one list; where there are more, they are divided by time."""
_SMALLER: Final = {24 * 60: 60, 60: 10, 10: 1}
"""Minutes of the parts into which a day, an hour and ten minutes are divided."""
_PART: Final = re.compile(r"([01]\d|2[0-3])([0-5]\d)-(60|10|1)")
_BEFORE: Final = "before"
_PICTURED: Final = timedelta(minutes=1)
"""How long after its beginning a picture belongs to a clip whose end is not told."""


async def async_get_media_source(hass: HomeAssistant) -> RecordingsSource:
    """Offer the recordings of all cameras."""
    return RecordingsSource(hass)


class RecordingsSource(MediaSource):
    """What is recorded at the cameras."""

    name = "CGI Camera"

    def __init__(self, hass: HomeAssistant) -> None:
        """Offer the recordings of all cameras."""
        super().__init__(DOMAIN)
        self.hass = hass

    @override
    async def async_resolve_media(self, item: MediaSourceItem) -> PlayMedia:
        """Return where a clip is played."""
        match item.identifier.split("/"):
            case [entry_id, channel, kind, clip_id] if kind == CLIP:
                source = source_told(self.hass, Unresolvable, entry_id, channel)
                clip = await source.ask(Unresolvable, lambda: _playable(source, clip_id))
                return PlayMedia(source.url(clip), content_type(clip))
        raise not_there(Unresolvable)

    @override
    async def async_browse_media(self, item: MediaSourceItem) -> BrowseMediaSource:
        """Return a list and what is in it."""
        if not item.identifier:
            children = [_folder(camera.entry_id, camera.title(self.hass)) for camera in cameras(self.hass)]
            children.sort(key=lambda child: child.title.casefold())
            return _folder(None, self.name, children, media_class=MediaClass.APP)
        entry_id, *rest = item.identifier.split("/")
        camera = next((camera for camera in cameras(self.hass) if camera.entry_id == entry_id), None)
        if camera and not rest:
            if len(channels := camera.archive.channels) > 1:
                return self._channels(camera)
            rest = [str(channels[0])]
        source = source_told(self.hass, BrowseError, entry_id, rest[0] if rest else "0")
        texts = await async_get_translations(self.hass, self.hass.config.language, "common", [DOMAIN])
        tree = _Tree(source, source.title(self.hass), texts)
        try:
            return await tree.browse(rest[1:])
        except ValueError, OverflowError:
            raise not_there(BrowseError) from None

    def _channels(self, camera: Source) -> BrowseMediaSource:
        """List the channels of a recorder."""
        channels = [Source(camera.coordinator, camera.archive, channel) for channel in camera.archive.channels]
        children = [_folder(source.identifier(), source.title(self.hass)) for source in channels]
        return _folder(camera.entry_id, camera.title(self.hass), children)


async def _playable(source: Source, clip_id: str) -> Clip:
    clip = await source.archive.clip(source.channel, clip_id)
    await source.archive.check(clip)
    return clip


class _Tree:
    """The lists of one channel."""

    def __init__(self, source: Source, title: str, texts: dict[str, str]) -> None:
        """List a channel, with words in the user's language."""
        self._source = source
        self._archive = source.archive
        self._title = title
        self._texts = texts

    def _text(self, key: str) -> str:
        return self._texts.get(f"component.{DOMAIN}.common.{key}", key)

    async def browse(self, path: list[str]) -> BrowseMediaSource:
        """Return the list at a path. Raise BrowseError, or ValueError if there is no such path."""
        match path:
            case []:
                return await self._days(path, await self._source.ask(BrowseError, self._archive.today))
            case [name, day] if name == _BEFORE:
                return await self._days(path, date.fromisoformat(day) - timedelta(days=1))
            case [day]:
                return await self._kinds(path, date.fromisoformat(day))
            case [day, kind]:
                return await self._clips(path, Span.of(date.fromisoformat(day)), ClipKind(kind))
            case [day, kind, part]:
                return await self._clips(path, _span(date.fromisoformat(day), part), ClipKind(kind))
        raise ValueError(path)

    async def _find(self, span: Span, kind: ClipKind | None = None) -> Found:
        channel = self._source.channel
        return await self._source.ask(BrowseError, lambda: self._archive.find(channel, span, kind, limit=MOST))

    def _list(self, path: list[str], title: str, children: Sequence[BrowseMediaSource]) -> BrowseMediaSource:
        return _folder(self._source.identifier(*path), title, children)

    async def _days(self, path: list[str], last: date) -> BrowseMediaSource:
        """List the days with recordings, the latest first, and what leads to those before."""
        first = last - timedelta(days=DAYS - 1)
        channel = self._source.channel
        days = await self._source.ask(BrowseError, lambda: self._archive.days(channel, first, last))
        children = [_folder(self._source.identifier(str(day)), str(day)) for day in reversed(days)]
        children.append(_folder(self._source.identifier(_BEFORE, str(first)), self._text("earlier")))
        return self._list(path, self._title, children)

    async def _kinds(self, path: list[str], day: date) -> BrowseMediaSource:
        """List the kinds of recordings that a day has, all where it has too many to look through."""
        found = await self._find(Span.of(day))
        kinds = [clip.kind for clip in found.clips]
        children = [
            _folder(
                self._source.identifier(str(day), kind),
                f"{self._text(kind)} ({kinds.count(kind)})" if found.complete else self._text(kind),
            )
            for kind in ClipKind
            if kind in (kinds if found.complete else {*self._archive.kinds, *kinds})
        ]
        return self._list(path, f"{self._title} {day}", children)

    async def _clips(self, path: list[str], span: Span, kind: ClipKind) -> BrowseMediaSource:
        """List the clips of a time, or its parts where there are too many."""
        found = await self._find(span, kind)
        title = f"{self._title} {span.start:%Y-%m-%d} {self._text(kind)}"
        minutes = _SMALLER.get((span.end - span.start) // timedelta(minutes=1))
        if not found.complete and minutes:
            return self._list(path, title, self._parts(path[:2], span, timedelta(minutes=minutes)))
        pictures: Sequence[Clip] = ()
        if found.clips:
            with suppress(CameraError):
                pictures = await self._archive.pictures(self._source.channel, span)
        return self._list(path, title, [self._clip(clip, pictures) for clip in found.clips])

    def _parts(self, path: list[str], span: Span, length: timedelta) -> list[BrowseMediaSource]:
        starts = [span.start + number * length for number in range((span.end - span.start) // length)]
        minutes = length // timedelta(minutes=1)
        return [
            _folder(self._source.identifier(*path, f"{start:%H%M}-{minutes}"), f"{start:%H:%M}-{start + length:%H:%M}")
            for start in starts
        ]

    def _clip(self, clip: Clip, pictures: Iterable[Clip]) -> BrowseMediaSource:
        title = f"{clip.start:%H:%M:%S}"
        if clip.end:
            minutes, seconds = divmod(round((clip.end - clip.start).total_seconds()), 60)
            title += f" ({minutes}:{seconds:02})"
        if clip.stream is not StreamKind.MAIN:
            title += f" {self._text(f'stream_{clip.stream}')}"
        until = clip.end or clip.start + _PICTURED
        picture = next((picture for picture in pictures if clip.start <= picture.start <= until), None)
        return BrowseMediaSource(
            domain=DOMAIN,
            identifier=self._source.identifier(CLIP, clip.id),
            media_class=MediaClass.VIDEO,
            media_content_type=content_type(clip),
            title=title,
            can_play=self._archive.fetchable(clip),
            can_expand=False,
            thumbnail=self._source.url(picture) if picture else None,
        )


def _span(day: date, part: str) -> Span:
    """Return a part of a day. Raise ValueError for what is none."""
    if not (told := _PART.fullmatch(part)):
        raise ValueError(part)
    start = datetime.combine(day, time(int(told[1]), int(told[2])))
    return Span(start, start + timedelta(minutes=int(told[3])))


def _folder(
    identifier: str | None,
    title: str,
    children: Sequence[BrowseMediaSource] | None = None,
    *,
    media_class: MediaClass = MediaClass.DIRECTORY,
) -> BrowseMediaSource:
    return BrowseMediaSource(
        domain=DOMAIN,
        identifier=identifier,
        media_class=media_class,
        media_content_type=MediaType.VIDEO,
        title=title,
        can_play=False,
        can_expand=True,
        children=children,
    )
