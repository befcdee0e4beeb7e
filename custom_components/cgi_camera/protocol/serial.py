"""The serial line behind a camera."""

from .codecs import path_of
from .errors import BadAnswer, Unsupported
from .exchange import Place
from .knowledge import Knowledge
from .reader import Reader


class SerialLine:
    """Passes bytes on, and takes what comes back."""

    def __init__(self, reader: Reader, known: Knowledge) -> None:
        """Reach the line over the camera that a reader reads."""
        self._reader = reader
        self._known = known

    async def send(self, data: bytes, *, channel: int) -> None:
        """Send bytes. Raise Unsupported where there is no line, Refused, Forbidden, ConnectionFailed or AuthFailed."""
        await self._pass(data, channel, listen=False)

    async def exchange(self, data: bytes, *, channel: int) -> bytes:
        """Send bytes, if any, and return those that came back.

        Raise as `send` does, and BadAnswer if it cannot be told what came.
        """
        return await self._pass(data, channel, listen=True)

    async def _pass(self, data: bytes, channel: int, *, listen: bool) -> bytes:
        serial = self._known.dialect.serial
        if serial is None:
            raise Unsupported("no serial line is known")
        request = (serial.exchange if listen else serial.send).at(Place(channel))
        document = await self._reader.tell(request.plus({serial.parameter: data.hex()} if data else {}))
        try:
            return bytes.fromhex(document.get(path_of(serial.path), ""))
        except ValueError as err:
            if listen:
                raise BadAnswer("no hexadecimal digits") from err
            return b""
