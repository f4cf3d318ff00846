"""People who walk through the whole check while something is done to the machines."""

import asyncio
import threading
from types import TracebackType
from typing import Self

from tests.load import visits
from tests.load.client import Browser, Refused


class Traffic:
    """``people`` visitors at once, visit after visit, until the block ends. Each must reach the right result."""

    def __init__(self, port: int, people: int = 6) -> None:
        self._port, self._people = port, people
        self._over = False
        self._thread = threading.Thread(target=lambda: asyncio.run(self._all()))
        self.visits = 0
        self.failures: list[str] = []

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, place: TracebackType | None) -> None:
        """Lets every visit that is under way come to its end."""
        self._over = True
        self._thread.join(30)

    async def _all(self) -> None:
        await asyncio.gather(*(self._person() for _ in range(self._people)))

    async def _person(self) -> None:
        while not self._over:
            browser = Browser(self._port)
            try:
                async for _ in visits.ours(browser):
                    pass
                self.visits += 1
            except Refused as error:
                self.failures.append(str(error))
            finally:
                browser.close()
