"""The message dialect."""

from ..codecs import message_xml
from ..schema import ChallengeLogin, Dialect, Match, Request, Sign

DIALECT = Dialect(
    name="message",
    title="Hankvision boards",
    login=ChallengeLogin(),
    sign=Sign(Request("/"), lambda answer: Match.NO if answer.status else Match.MAYBE),
    decode=message_xml,
    endpoints=(),
    identity=(),
)
