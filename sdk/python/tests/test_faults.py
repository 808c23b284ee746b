"""What a client does when the server declines, is slow, or goes away in the middle: the proxy between breaks things."""

from __future__ import annotations

import os
import socket
import time
import unittest
import uuid
from typing import Any
from unittest import mock

import freehold
from freehold import Client, Limits, Output, Retries

from . import world
from .blocking import blocking
from .world import Cuts, Says, between

QUICK = Retries(attempts=4, longest_pause=2)


class Contract:
    class Case(unittest.TestCase):
        def make(self, *args: Any, **options: Any) -> Client:
            raise NotImplementedError

        def client(self, address: str, **options: Any) -> Client:
            client = self.make(address, world.key(), **{"retries": QUICK} | options)
            self.addCleanup(client.close)
            return client

        def test_comes_back_when_told_with_the_same_key(self) -> None:
            with between(Says(429, {"Retry-After": "1"}), Says(503)) as proxy:
                began = time.monotonic()

                execution = self.client(proxy.address).run("sh", "echo hi")

                self.assertGreaterEqual(time.monotonic() - began, 1)
                self.assertEqual(execution.stdout, "hi\n")
                self.assertEqual(len(proxy.keys()), 3)
                self.assertEqual(len(set(proxy.keys())), 1)

        def test_does_not_come_before_it_was_told(self) -> None:
            problem = b'{"type":"/errors/queue-full","title":"t","status":429,"detail":"9 wait."}'
            with between(Says(429, {"Retry-After": "60"}, problem)) as proxy:
                with self.assertRaises(freehold.Busy) as busy:
                    self.client(proxy.address).run("sh", "")

                self.assertEqual(busy.exception.retry_after, 60)
                self.assertEqual(busy.exception.slug, freehold.Slug.QUEUE_FULL)
                self.assertEqual(len(proxy.seen), 1)

        def test_gives_up_in_the_end(self) -> None:
            with between(*[Says(503, {"Retry-After": "0"})] * 9) as proxy:
                with self.assertRaises(freehold.Unavailable):
                    self.client(proxy.address).runtimes()

                self.assertEqual(len(proxy.seen), QUICK.attempts)

        def test_a_refusal_is_not_repeated(self) -> None:
            with between() as proxy:
                with self.assertRaises(freehold.Refused):
                    self.client(proxy.address).run("klingon", "")

                self.assertEqual(len(proxy.seen), 1)

        def test_an_answer_that_was_lost_does_not_run_twice(self) -> None:
            label = {"series": uuid.uuid4().hex}
            with between(Cuts(), Cuts(10)) as proxy:
                client = self.client(proxy.address)

                execution = client.run("sh", "echo once", labels=label)

                self.assertEqual([each.id for each in client.executions(labels=label)], [execution.id])

        def test_a_deletion_whose_answer_was_lost_has_happened(self) -> None:
            with between() as proxy:
                client = self.client(proxy.address)
                execution = client.run("sh", "")
                proxy.faults.append(Cuts())

                client.delete(execution.id)

                with self.assertRaises(freehold.NotFound):
                    client.get(execution.id)

        def test_a_stream_that_breaks_anywhere_tells_each_event_once(self) -> None:
            direct = self.client(world.server())
            execution = direct.run("python", "import sys\nfor i in range(5): print(i, flush=True)\nprint('é', file=sys.stderr)")
            whole = [(each.position, type(each)) for each in direct.events(execution.id)]
            output = b"".join(each.content for each in direct.events(execution.id) if isinstance(each, Output))

            for after in (0, 5, 11, 40, 60, 100, 150, 200, 400, 1000):
                with self.subTest(after), between(Cuts(after), Cuts(), Says(503)) as proxy:
                    events = list(self.client(proxy.address).events(execution.id))
                    self.assertEqual(events[-1], freehold.Finished(events[-1].position, execution))
                    parts = [each.content for each in events if isinstance(each, Output)]
                    self.assertEqual(b"".join(parts), output)
                    self.assertEqual([each[0] for each in whole][-1], events[-1].position)
                    self.assertEqual(len({each.position for each in events}), len(events))

        def test_events_that_a_restarted_server_tells_again_are_passed_over(self) -> None:
            execution = self.client(world.server()).run("sh", "echo hi")
            again = b'id: 2\nevent: state\ndata: {"state":"running"}\n\n'
            said = Says(200, {"Content-Type": "text/event-stream"}, again * 2)
            with between(said, said) as proxy:
                events = list(self.client(proxy.address).events(execution.id))

                self.assertEqual([type(each) for each in events], [freehold.StateChanged, Output, freehold.Finished])

        def test_a_stream_that_brings_nothing_ends_in_an_error(self) -> None:
            direct = self.client(world.server())
            execution = direct.run("sh", "")
            with between(*[Cuts(0)] * 9) as proxy:
                with self.assertRaises(freehold.ConnectionFailed):
                    list(self.client(proxy.address).events(execution.id))

                self.assertEqual(len(proxy.seen), QUICK.attempts)

        def test_nobody_there_is_said_with_the_address(self) -> None:
            with socket.socket() as unused:
                unused.bind(("127.0.0.1", 0))
                address = f"http://127.0.0.1:{unused.getsockname()[1]}"

                with self.assertRaisesRegex(freehold.ConnectionFailed, address):
                    self.client(address, retries=Retries(attempts=2)).run("sh", "")

        def test_an_answer_of_something_else_is_not_believed(self) -> None:
            for said in (Says(200, {"Content-Type": "text/html"}, b"<html>"), Says(200, {}, b"[]"), Says(200, {}, b'{"id": 1}')):
                with self.subTest(said), between(said) as proxy, self.assertRaises(freehold.UnexpectedAnswer):
                    self.client(proxy.address).get("exe_" + "0" * 26)

        def test_a_verdict_of_a_newer_server_is_not_taken_for_another(self) -> None:
            with between() as proxy:
                client = self.client(proxy.address)
                body = client_answer(client.run("sh", "").id).replace(b'"succeeded"', b'"exalted"')
                proxy.faults.append(Says(200, {}, body))

                with self.assertRaisesRegex(freehold.UnexpectedAnswer, "exalted"):
                    client.get("exe_" + "0" * 26)

        def test_a_key_does_not_follow_a_redirection(self) -> None:
            with between() as elsewhere, between(Says(307, {"Location": elsewhere.address + "/v1/runtimes"})) as proxy:
                with self.assertRaises(freehold.UnexpectedAnswer):
                    self.client(proxy.address).runtimes()

                self.assertEqual(elsewhere.seen, [])

        def test_a_download_that_breaks_is_whole_in_the_end(self) -> None:
            direct = self.client(world.server())
            execution = direct.run("python", "open('a','wb').write(b'x'*100000)", collect=["a"])
            with between(Cuts(1000)) as proxy:
                self.assertEqual(self.client(proxy.address).artifact(execution.id, "a"), b"x" * 100000)
            with between(Cuts(1000)) as proxy:
                target = f"/tmp/freehold-sdk-{uuid.uuid4().hex}"
                self.addCleanup(os.unlink, target)
                self.client(proxy.address).download(execution.id, "a", target)
                self.assertEqual(os.path.getsize(target), 100000)

        def test_the_key_of_the_environment_is_shown_to_its_server_only(self) -> None:
            with between(*[Says(401)] * 2) as other:
                client = self.make(other.address, retries=Retries(attempts=1))
                self.addCleanup(client.close)
                with self.assertRaises(freehold.Unauthenticated):
                    client.runtimes()

                self.assertNotIn("authorization", other.seen[0][2])

        def test_an_address_is_checked_before_anything_is_sent(self) -> None:
            for address in ("127.0.0.1:80", "ftp://a", "http://", "http://u:pass@a", "http://a?b", "http://a:99999"):
                with self.subTest(address), self.assertRaises(ValueError) as wrong:
                    self.make(address)
                self.assertNotIn("pass@", str(wrong.exception))
            with self.assertRaises(ValueError):
                self.make("http://a", "fh_x\n")


def client_answer(execution_id: str) -> bytes:
    """The execution as the server writes it."""
    import urllib.request

    request = urllib.request.Request(
        f"{world.server()}/v1/executions/{execution_id}", headers={"Authorization": f"Bearer {world.key()}"}
    )
    with urllib.request.urlopen(request) as answer:
        body: bytes = answer.read()
        return body


class BlockingTest(Contract.Case):
    def make(self, *args: Any, **options: Any) -> Client:
        return Client(*args, **options)

    def test_a_kept_connection_that_was_closed_is_replaced_without_a_word(self) -> None:
        with between() as proxy:
            client = self.client(proxy.address, retries=Retries(attempts=1))
            client.runtimes()
            for connection in client._transport._idle:
                connection.sock.shutdown(socket.SHUT_RDWR)

            client.runtimes()

    def test_ctrl_c_cancels_what_runs(self) -> None:
        label = {"series": uuid.uuid4().hex}
        client = self.client(world.server())
        whole = client._transport.exchange

        def interrupted(call: Any) -> Any:
            client._transport.exchange = whole  # type: ignore[method-assign]
            whole(call)
            raise KeyboardInterrupt

        with mock.patch.object(client._transport, "exchange", interrupted), self.assertRaises(KeyboardInterrupt):
            client.run("python", "import time; time.sleep(50)", labels=label, limits=Limits(wall_ms=60_000), timeout=0.1)

        (only,) = client.executions(labels=label)
        self.assertEqual(client.wait(only.id, timeout=30).verdict, freehold.Verdict.CANCELLED)


class AsyncTest(Contract.Case):
    def make(self, *args: Any, **options: Any) -> Client:
        return blocking(*args, **options)
