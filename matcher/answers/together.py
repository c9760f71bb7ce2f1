"""One progress out of several solves that run at once."""

from __future__ import annotations

from dataclasses import replace
from threading import Lock

from matcher.answers.settings import Progress, Settings


class Together:
    """Adds up what each worker has done and reports the sum, one report at a time."""

    def __init__(self, settings: Settings, total: int) -> None:
        self.settings, self.total = settings, total
        self.done: dict[int, int] = {}
        self.lock = Lock()

    def of(self, worker: int) -> Settings:
        """The same settings, reporting for one worker."""
        if self.settings.progress is None:
            return self.settings
        return replace(self.settings, progress=lambda report: self._report(worker, report))

    def _report(self, worker: int, report: Progress) -> None:
        with self.lock:
            if report.done is not None:
                self.done[worker] = report.done
                report = replace(report, done=sum(self.done.values()), total=self.total)
            elif worker:
                return  # every worker solves the base; one of them reports it
            if self.settings.progress is not None:
                self.settings.progress(report)
