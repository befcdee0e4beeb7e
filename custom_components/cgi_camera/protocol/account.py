"""What a camera thinks of an account, and when the account may be tried: too often locks it.

One log-in is spent on an account that the camera has not taken yet, two in a row on one that it has: cameras refuse a
nonce or a session for no reason, and once by mistake. After the last word nothing is sent any more, by nobody. Only a
camera that has been away since it took the account may be starting up, and is tried once more after a pause.
"""

from collections.abc import Callable
from typing import Final

import aiohttp

from .answers import locked, rejection
from .auth import Challenger, Signature
from .errors import AccountLocked, AuthFailed, CameraError

REFUSED_PAUSE: Final = 30.0
"""Seconds until an account is tried again that the camera took before it was away."""
LOCKED_PAUSE: Final = 300.0
"""Seconds to leave a camera alone that has locked the account. Asking sooner begins the lock anew, so that each time
it is found still locked the pause is doubled."""
LONGEST_PAUSE: Final = 3600.0


class Account:
    """What became of an account at one camera."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Know nothing yet; `clock` gives monotonic seconds."""
        self.accepted = False
        self._clock = clock
        self._known = False
        self._away = False
        self._locks = 0
        self._refusal: AuthFailed | None = None
        self._until = 0.0

    @property
    def refused(self) -> bool:
        """Whether nothing may be asked with the account now."""
        return self._refusal is not None and self._clock() < self._until

    @property
    def starts_up(self) -> bool:
        """Whether the camera has been away since it took the account: what it refuses then is the account."""
        return self._away

    def check(self) -> None:
        """Raise AuthFailed or AccountLocked where nothing may be asked."""
        if self._refusal and self.refused:
            again = type(self._refusal)(*self._refusal.args)
            again.pause = None if self._refusal.pause is None else self._until - self._clock() + 1
            raise again

    def accept(self) -> None:
        """Learn that the camera takes the account."""
        self.accepted = self._known = True
        self._away = False
        self._locks = 0
        self._refusal = None

    def doubt(self) -> None:
        """Learn that the camera refused the account, for what reason ever."""
        self.accepted = False

    def been_away(self) -> None:
        """Learn that the camera does not answer: once it is back, it may refuse the right account for a while."""
        self.accepted = False
        self._away = self._known

    @staticmethod
    def puzzled(reason: str) -> AuthFailed:
        """Return a refusal that no other account would mend."""
        err = AuthFailed(reason)
        err.pause = REFUSED_PAUSE
        return err

    def refuse(self, err: AuthFailed) -> AuthFailed:
        """Take the camera's last word; return it with the pause after which asking makes sense."""
        if self._refusal and self.refused:
            # Somebody who asked at the same time was told already.
            err.pause = self._refusal.pause
            return err
        if isinstance(err, AccountLocked):
            err.pause = min(LOCKED_PAUSE * 2**self._locks, LONGEST_PAUSE)
            self._locks += 1
        elif self._away and self._refusal is None:
            err.pause = REFUSED_PAUSE
        self.accepted = False
        self._refusal = err
        self._until = float("inf") if err.pause is None else self._clock() + err.pause - 1
        return err


class LogIn:
    """One request's way past the 401s of a camera.

    `rights`: what is refused may be the request, so that no second log-in is spent on it, and it is no last word.
    """

    def __init__(self, account: Account, challenger: Challenger, *, rights: bool) -> None:
        """Nothing was refused yet."""
        self._account = account
        self._challenger = challenger
        self._rights = rights and not account.starts_up
        self._again = True
        self._stale = 1

    async def met(self, response: aiohttp.ClientResponse, signature: Signature) -> CameraError | None:
        """Take a 401, and return None where it is worth asking again, else the error that it stands for.

        Raise BadAnswer for a challenge that no account can meet.
        """
        challenges = response.headers.getall("WWW-Authenticate", [])
        if challenges:
            try:
                self._challenger.challenged(challenges)
            except CameraError:
                response.close()
                raise
            if self._may_sign(signature):
                response.release()
                return None
        err = await rejection(response)
        if not isinstance(err, AuthFailed):
            return err
        if not challenges and not locked(str(err)) and self._may_repeat(signature):
            self._challenger.forget()
            return None
        if self._rights and not isinstance(err, AccountLocked):
            self._account.doubt()
            return err
        return self._account.refuse(err)

    def _may_sign(self, signature: Signature) -> bool:
        """Tell whether to meet a challenge: the first, one that says that only the nonce was old, and one more."""
        if not signature.header:
            return True
        if self._challenger.stale and self._stale:
            self._stale -= 1
            return True
        return not self._rights and self._once_more(known=self._account.accepted or not signature.final)

    def _may_repeat(self, signature: Signature) -> bool:
        """Tell whether to ask again after a 401 that asks for nothing: a mistake, or all that a locked account gets."""
        return self._once_more(known=self._account.accepted or not signature.header)

    def _once_more(self, *, known: bool) -> bool:
        if not (self._again and known):
            return False
        self._again = False
        self._account.doubt()
        return True
