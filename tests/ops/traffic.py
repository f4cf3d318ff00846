"""People who walk through the whole check while something is done to the machines."""

import asyncio
import threading
from types import TracebackType
from typing import Self

from tests.load import visits
from tests.load.client import Browser, Refused


class Traffic:
    """``people`` visitors at once, visit after visit, until the block ends. Each must reach the right result."""

    def __init__(self, port: int, people: int = 6, patience: float = 30) -> None:
        """``patience``: seconds in which every visit that is under way at the end must come to its own."""
        self._port, self._people, self._patience = port, people, patience
        self._over = False
        self._thread = threading.Thread(target=lambda: asyncio.run(self._all()))
        self.visits = 0
        self.failures: list[str] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, place: TracebackType | None) -> None:
        """Lets every visit that is under way come to its end; fails when one does not."""
        self._over = True
        self._thread.join(self._patience)
        assert kind or not self._thread.is_alive(), "somebody is still under way"

    async def _all(self) -> None:
        await asyncio.gather(*(self._person() for _ in range(self._people)))

    async def _person(self) -> None:
        while not self._over:
            browser = Browser(self._port)
            try:
                async for _ in visits.ours(browser):
                    pass
                self.visits += 1
            except Exception as error:  # whatever it is, somebody did not reach the result
                self.failures.append(str(error) if isinstance(error, Refused) else repr(error))
            finally:
                browser.close()
