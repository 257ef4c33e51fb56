"""Starts the parts, waits until the site truly answers, watches, and stops in order."""

import http.client
import os
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from config.embedded import broker, programs
from config.embedded.children import Child
from config.embedded.errors import CannotStart, StopAsked
from config.embedded.place import Place
from config.embedded.speech import complain, say
from config.embedded.words import GREETED, PREPARED
from config.refusal import REFUSED

TICK = 0.05  # seconds between two looks while starting
REST = 60.0  # seconds between two looks when all is well; signals and deaths are noticed at once
START_SECONDS = 300.0
FAULTS_BORNE = 20  # answers with a 5xx before we give up
AT_ONCE_AFTER = 1.0  # seconds: `make` and the terminal may both pass on the same Ctrl-C
STOP_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}


@dataclass
class Launcher:
    place: Place
    doors: list[socket.socket]
    children: list[Child] = field(default_factory=list)  # in the order of starting
    asked_at: float | None = None
    faults: int = 0  # how often the front page has answered with an error of the site
    heard: set[str] = field(default_factory=set)
    ear: int = -1  # our end of the pipe on which `prepare` speaks
    unread: bytes = b""

    def run(self) -> int:
        listen_for_signals()
        try:
            self.bring_up()
            say(f"Rodnik is ready: http://localhost:{self.place.port}/")
            self.wait_until(lambda: False, REST)
        except StopAsked:
            return 0
        except CannotStart as refusal:
            complain(str(refusal))
        finally:
            self.stop_all()
        return 1

    def bring_up(self) -> None:
        say(f"Rodnik is starting; its logs are in {self.place.log_dir}")
        if self.place.private_broker:
            broker.make_folders(self.place)
            self.start(broker.child(self.place))
        self.start_preparing()
        if self.place.private_broker:
            self.wait_until(lambda: broker.answers(self.place), TICK)
        self.wait_until(lambda: self.told(PREPARED), TICK)
        for queue in programs.QUEUES:
            self.start(programs.worker(self.place, queue))
        self.start_web()
        self.start(programs.beat(self.place))
        self.wait_until(lambda: self.told(GREETED), TICK)
        self.wait_until(self.page_is_there, TICK)
        self.part("prepare").finish(time.monotonic() + TICK * 100)

    def start(self, child: Child, stdout: int | None = None) -> None:
        self.children.append(child)
        child.start(stdout)

    def part(self, name: str) -> Child:
        return next(child for child in self.children if child.name == name)

    def start_web(self) -> None:
        self.start(programs.web(self.place, [door.fileno() for door in self.doors]))
        for door in self.doors:  # with our copies gone, the site refuses callers as soon as the web has ended
            door.close()

    def start_preparing(self) -> None:
        self.ear, mouth = os.pipe()
        os.set_blocking(self.ear, False)
        self.start(programs.prepare(self.place), stdout=mouth)
        os.close(mouth)

    def told(self, word: str) -> bool:
        """Whether `prepare` has said the word; its other lines are passed on to the person watching."""
        try:
            self.unread += os.read(self.ear, 65536)
        except BlockingIOError:
            return word in self.heard
        *lines, self.unread = self.unread.split(b"\n")
        for line in (raw.decode("utf-8", "replace") for raw in lines):
            if line in (PREPARED, GREETED):
                self.heard.add(line)
            else:
                say(line)
        return word in self.heard

    def page_is_there(self) -> bool:
        """Whether the front page is really there, or, on an https site, sends us to https."""
        status = front_page_status(self.place)
        self.faults += status >= 500
        if self.faults > FAULTS_BORNE:
            raise CannotStart(with_log(f"The front page answers with error {status}", self.part("web")))
        return status == 200 or (status == 301 and self.place.site_url.startswith("https://"))

    def wait_until(self, condition: Callable[[], bool], pause: float) -> None:
        began = time.monotonic()
        while not condition():
            self.stop_if_asked(pause)
            for child in self.children:
                if child.has_failed:
                    raise CannotStart(obituary(child))
                child.shorten_log()
            if pause < REST and time.monotonic() - began > START_SECONDS:
                raise CannotStart(f"Rodnik did not come up within {START_SECONDS:.0f} seconds; see its logs.")

    def stop_if_asked(self, pause: float) -> None:
        got = signal.sigtimedwait(STOP_SIGNALS | {signal.SIGCHLD}, pause)
        if got is not None and got.si_signo != signal.SIGCHLD:
            self.asked_at = time.monotonic()
            raise StopAsked

    def stop_all(self) -> None:
        """Web first, so that nothing new comes in; the broker last, so that workers can say goodbye."""
        order = {"web": 0, "beat": 1, "prepare": 1, "broker": 3}
        by_turn = sorted(self.children, key=lambda child: order.get(child.name, 2))
        for turn in range(4):
            self.stop([child for child in by_turn if order.get(child.name, 2) == turn])

    def stop(self, children: list[Child]) -> None:
        for child in children:
            child.ask_to_stop()
        deadline = time.monotonic() + max((child.grace for child in children), default=0.0)
        while any(child.code is None for child in children) and time.monotonic() < deadline:
            if self.hurried():
                break
        for child in children:
            child.finish(time.monotonic())

    def hurried(self) -> bool:
        """A second Ctrl-C: whoever asks twice does not want to wait."""
        got = signal.sigtimedwait(STOP_SIGNALS | {signal.SIGCHLD}, TICK)
        if got is None or got.si_signo == signal.SIGCHLD:
            return False
        first, self.asked_at = self.asked_at, self.asked_at or time.monotonic()
        return first is not None and time.monotonic() - first > AT_ONCE_AFTER


def listen_for_signals() -> None:
    """Signals are taken one by one with sigtimedwait, never in the middle of a line of code."""
    if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:  # nohup: it is to survive the terminal
        STOP_SIGNALS.discard(signal.SIGHUP)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS | {signal.SIGCHLD})


def obituary(child: Child) -> str:
    code = child.code or 0
    if code == REFUSED and child.tail():
        return child.tail()[-1]
    ending = f"code {code}" if code >= 0 else f"signal {-code}"
    return with_log(f"The {child.name} has ended by itself ({ending})", child)


def with_log(what_happened: str, child: Child) -> str:
    sentence = f"{what_happened}, so Rodnik has stopped; the end of its log:"
    return "\n".join([sentence, *(f"    {line}" for line in child.tail())])


def front_page_status(place: Place) -> int:
    """0 while nobody answers."""
    host, port = place.binds[0]
    knock = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  (compared, not bound)
    line = http.client.HTTPConnection(knock, port, timeout=5)
    try:
        line.request("GET", "/", headers={"Host": f"localhost:{place.port}"})
        return line.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        line.close()
