"""Talking to real programs, by both clients."""

from __future__ import annotations

import asyncio
import hashlib
import unittest

from freehold import (
    AsyncClient,
    Client,
    Conflict,
    ConnectionFailed,
    Event,
    Finished,
    Limits,
    NotFound,
    Output,
    Signal,
    Terminal,
    Verdict,
)

ECHO = "import sys\nfor line in sys.stdin: print(line.upper(), end='', flush=True)\nprint('bye')"
WAITING = "import signal, time\nsignal.signal(signal.SIGINT, lambda *_: exit(7))\nprint('ready', flush=True)\ntime.sleep(60)"
SIZE = """
import os, time
print(*os.get_terminal_size(), flush=True)
while os.get_terminal_size().columns == 80: time.sleep(0.02)
print(*os.get_terminal_size())
"""
PATIENT = Limits(wall_ms=60_000)


def text(events: list[Event]) -> str:
    return "".join(each.text for each in events if isinstance(each, Output))


class AttachTest(unittest.TestCase):
    def setUp(self) -> None:
        self.client = Client()
        self.addCleanup(self.client.close)

    def begun(self, source: str, terminal: Terminal | None = None) -> str:
        options = {} if terminal is None else {"terminal": terminal}
        return self.client.submit("python", source, interactive=True, limits=PATIENT, **options).id  # type: ignore[arg-type]

    def test_a_program_answers_what_it_is_told(self) -> None:
        with self.client.attach(self.begun(ECHO)) as talk:
            talk.write("hello\n")
            events = iter(talk)
            heard = next(each for each in events if isinstance(each, Output))
            talk.write("w\u00f6rld\n".encode())
            talk.end_input()
            rest = list(events)

        self.assertEqual(heard.text, "HELLO\n")
        self.assertEqual(text(rest), "W\u00d6RLD\nbye\n")
        assert isinstance(rest[-1], Finished)
        self.assertIs(rest[-1].execution.verdict, Verdict.SUCCEEDED)

    def test_more_than_one_message_holds_arrives_in_its_order(self) -> None:
        said = bytes(range(256)) * 2_000
        digest = "import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())"
        with self.client.attach(self.begun(digest)) as talk:
            talk.write(said)
            talk.end_input()
            events = list(talk)

        self.assertEqual(text(events), hashlib.sha256(said).hexdigest() + "\n")

    def test_signals_and_sizes_reach_it(self) -> None:
        with self.client.attach(self.begun(WAITING)) as talk:
            events = iter(talk)
            next(each for each in events if isinstance(each, Output))
            talk.signal(Signal.SIGINT)
            end = list(events)[-1]
        with self.client.attach(self.begun(SIZE, Terminal(24, 80))) as talk:
            events = iter(talk)
            first = next(each for each in events if isinstance(each, Output))
            talk.resize(50, 132)
            rest = text(list(events))

        assert isinstance(end, Finished) and end.execution.run
        self.assertEqual(end.execution.run.exit_code, 7)
        self.assertEqual((first.text.strip(), rest.strip()), ("80 24", "132 50"))

    def test_what_cannot_be_is_raised(self) -> None:
        deaf = self.client.submit("python", "import time; time.sleep(1)").id
        with self.assertRaises(NotFound), self.client.attach("exe_" + "0" * 26):
            self.fail("there is none")
        with self.assertRaises(ValueError):
            self.client.attach("../me")
        with self.client.attach(deaf) as talk:
            talk.write("x")
            with self.assertRaisesRegex(Conflict, "takes no input"):
                list(talk)
        with Client(server="http://127.0.0.1:1") as nowhere, self.assertRaises(ConnectionFailed):
            with nowhere.attach(deaf):
                self.fail("there is nobody")

    def test_one_comes_back_behind_what_was_seen(self) -> None:
        execution = self.begun(ECHO)
        with self.client.attach(execution) as talk:
            talk.write("one\n")
            seen = next(each for each in talk if isinstance(each, Output))
        with self.client.attach(execution, after=seen.position) as talk:
            talk.end_input()
            rest = list(talk)

        self.assertEqual(text(rest), "bye\n")

    def test_asyncio_speaks_and_hears_at_one_time(self) -> None:
        async def talked() -> list[Event]:
            async with AsyncClient() as client:
                begun = await client.submit("python", ECHO, interactive=True, limits=PATIENT)
                async with client.attach(begun.id) as talk:
                    heard: list[Event] = []

                    async def hear() -> None:
                        async for event in talk:
                            heard.append(event)

                    async with asyncio.TaskGroup() as group:
                        group.create_task(hear())
                        await talk.write("hello\n")
                        await talk.end_input()
                    return heard

        events = asyncio.run(talked())

        self.assertEqual(text(events), "HELLO\nbye\n")
        self.assertIsInstance(events[-1], Finished)
