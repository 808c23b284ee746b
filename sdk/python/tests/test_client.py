"""Both clients against a real server: each test holds for the blocking and for the asynchronous one."""

from __future__ import annotations

import logging
import os
import tempfile
import unittest
import uuid
from pathlib import Path
from typing import Any

import freehold
from freehold import (
    Client,
    ExecutionRequest,
    File,
    Finished,
    Limits,
    Output,
    Retain,
    SecretUse,
    Slug,
    State,
    StateChanged,
    Verdict,
)

from . import world
from .blocking import blocking

FOREVER = "import time\nwhile True: time.sleep(1)"
PATIENT = Limits(wall_ms=60_000)


class Contract:
    """A mixin: what a client does, whichever way it waits."""

    class Case(unittest.TestCase):
        def make(self, *args: Any, **options: Any) -> Client:
            raise NotImplementedError

        def setUp(self) -> None:
            self.client = self.make()
            self.addCleanup(self.client.close)

        def test_runs_a_program_and_says_how_it_ended(self) -> None:
            execution = self.client.run("python", "print(input()[::-1])", stdin="olleh\n")

            self.assertIs(execution.verdict, Verdict.SUCCEEDED)
            self.assertEqual((execution.stdout, execution.stderr), ("hello\n", ""))
            self.assertTrue(execution.is_finished and execution.succeeded)

        def test_a_program_gets_a_secret_and_does_not_show_it(self) -> None:
            first = self.client.put_secret("sdk-token", "open sesame")
            second = self.client.put_secret("sdk-token", b"open barley")
            show = "import os; print(os.environ['TOKEN'], len(open('conf/token').read()))"

            execution = self.client.run(
                "python",
                show,
                secrets=[
                    SecretUse(name="sdk-token", env="TOKEN"),
                    SecretUse(name="sdk-token", file="conf/token", version=first.version),
                ],
            )

            self.assertEqual(execution.stdout, "[secret sdk-token] 11\n")
            self.assertEqual({each.version for each in execution.secrets}, {first.version, second.version})
            self.assertIn(second, self.client.secrets())
            self.client.delete_secret("sdk-token")
            self.assertNotIn("sdk-token", [each.name for each in self.client.secrets()])
            with self.assertRaises(freehold.NotFound):
                self.client.delete_secret("sdk-token")

        def test_an_end_has_a_receipt(self) -> None:
            execution = self.client.run("python", "print(1)", deterministic=True, retain=Retain.DIGEST)

            receipt = self.client.receipt(execution.id)

            assert execution.deterministic
            self.assertTrue(execution.deterministic.fixed)
            self.assertEqual(receipt.statement["predicateType"], "urn:freehold:receipt:v1")
            self.assertIn(execution.id, str(receipt.statement))

        def test_what_a_program_does_wrong_is_a_verdict(self) -> None:
            failed = self.client.run("python", "raise SystemExit(3)")
            spun = self.client.run("python", "while True: pass", limits=Limits(cpu_ms=200))
            broken = self.client.run("c", "int main(void) { return x; }")

            self.assertEqual(failed.verdict, Verdict.FAILED)
            assert failed.run and broken.build
            self.assertEqual(failed.run.exit_code, 3)
            self.assertEqual((spun.verdict, spun.limits.cpu_ms), (Verdict.CPU_EXCEEDED, 200))
            self.assertEqual((broken.verdict, broken.run, broken.stdout), (Verdict.BUILD_FAILED, None, ""))
            self.assertIn("undeclared", broken.build.stderr)

        def test_bytes_go_in_and_come_out_exactly(self) -> None:
            sent = bytes(range(256))

            execution = self.client.run(
                "python",
                files=[
                    File("main.py", "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read() + open('b','rb').read())"),
                    File("b", b"\xff\x00"),
                ],
                entry="main.py",
                stdin=sent,
            )

            assert execution.run
            self.assertEqual(execution.run.stdout_bytes, sent + b"\xff\x00")

        def test_a_bad_value_is_refused_with_a_pointer_to_it(self) -> None:
            with self.assertRaises(freehold.Refused) as above:
                self.client.run("python", "", limits=Limits(cpu_ms=10**9))
            with self.assertRaises(freehold.Refused) as unknown:
                self.client.run("klingon", "")

            self.assertEqual((above.exception.slug, above.exception.status), (Slug.LIMIT_ABOVE_CEILING, 422))
            self.assertEqual(above.exception.errors[0].pointer, "#/limits/cpu_ms")
            self.assertIn("#/limits/cpu_ms", str(above.exception))
            self.assertEqual(unknown.exception.slug, Slug.RUNTIME_UNKNOWN)

        def test_what_cannot_be_a_request_is_not_sent(self) -> None:
            with self.assertRaises(ValueError):
                self.client.run("python")
            with self.assertRaises(ValueError):
                self.client.run("python", "", files=[File("a", "")])
            with self.assertRaises(ValueError):
                self.client.get("../runtimes")
            with self.assertRaises(ValueError):
                self.client.get("exe_" + "0" * 26, wait=121)
            with self.assertRaises(ValueError):
                self.client.run("python", "\ud800")

        def test_a_path_cannot_lead_out_of_the_artifacts(self) -> None:
            for path in ("../../../runtimes", "a/../../b", "", "a//b", "."):
                with self.subTest(path), self.assertRaises(ValueError):
                    self.client.artifact("exe_" + "0" * 26, path)

        def test_submits_and_waits(self) -> None:
            begun = self.client.submit("python", "import time; time.sleep(0.3); print(1)")

            ended = self.client.wait(begun.id, timeout=30)

            self.assertNotEqual(begun.state, State.FINISHED)
            self.assertEqual((ended.id, ended.stdout), (begun.id, "1\n"))
            self.assertEqual(self.client.get(begun.id), ended)

        def test_the_same_key_gives_the_same_execution_and_another_body_a_conflict(self) -> None:
            key = uuid.uuid4().hex
            first = self.client.submit("python", "print(1)", wait=10, idempotency_key=key)

            again = self.client.submit("python", "print(1)", wait=10, idempotency_key=key)
            with self.assertRaises(freehold.Conflict) as other:
                self.client.submit("python", "print(2)", idempotency_key=key)

            self.assertEqual(again.id, first.id)
            self.assertEqual(other.exception.slug, Slug.CONFLICT)

        def test_lists_across_pages_by_label(self) -> None:
            label = {"series": uuid.uuid4().hex}
            begun = [self.client.run("sh", f"exit {i % 2}", labels=label).id for i in range(5)]

            listed = [each.id for each in self.client.executions(labels=label, page_size=2)]
            failed = [each.id for each in self.client.executions(labels=label, verdict=Verdict.FAILED)]

            self.assertEqual(listed, begun[::-1])
            self.assertEqual(failed, [begun[3], begun[1]])

        def test_cancels_and_deletes(self) -> None:
            begun = self.client.submit("python", FOREVER, limits=PATIENT)
            with self.assertRaises(freehold.Conflict):
                self.client.delete(begun.id)

            self.client.cancel(begun.id)
            ended = self.client.wait(begun.id, timeout=30)
            self.client.delete(begun.id)

            self.assertEqual(ended.verdict, Verdict.CANCELLED)
            with self.assertRaises(freehold.NotFound):
                self.client.get(begun.id)
            with self.assertRaises(freehold.NotFound):
                self.client.delete(begun.id)

        def test_a_run_that_takes_too_long_is_cancelled(self) -> None:
            label = {"series": uuid.uuid4().hex}
            with self.assertRaises(TimeoutError) as late:
                self.client.run("python", FOREVER, limits=PATIENT, labels=label, timeout=0.5)

            (only,) = self.client.executions(labels=label)
            self.assertIsInstance(late.exception, freehold.TimedOut)
            self.assertEqual(self.client.wait(only.id, timeout=30).verdict, Verdict.CANCELLED)

        def test_a_wait_that_takes_too_long_leaves_it_running(self) -> None:
            begun = self.client.submit("python", FOREVER, limits=PATIENT)
            self.addCleanup(lambda: self.client.cancel(begun.id))

            with self.assertRaises(freehold.TimedOut):
                self.client.wait(begun.id, timeout=0.3)

            self.assertFalse(self.client.get(begun.id).is_finished)

        def test_tells_events_while_they_happen(self) -> None:
            begun = self.client.submit(
                "python",
                "import sys, time\nprint('a', flush=True); time.sleep(0.2)\nsys.stderr.buffer.write(b'\\xff')",
            )

            events = list(self.client.events(begun.id))

            kinds = [type(each) for each in events]
            self.assertEqual((kinds[0], kinds[-1]), (StateChanged, Finished))
            output = [each for each in events if isinstance(each, Output)]
            self.assertEqual([(each.stream, each.offset, each.content) for each in output],
                             [("stdout", 0, b"a\n"), ("stderr", 0, b"\xff")])
            self.assertEqual(output[1].text, "\ufffd")
            assert isinstance(events[-1], Finished)
            self.assertEqual(events[-1].execution, self.client.get(begun.id))
            self.assertEqual(list(self.client.events(begun.id, after=events[1].position)), events[2:])

        def test_events_of_nothing_are_not_found(self) -> None:
            with self.assertRaises(freehold.NotFound):
                list(self.client.events("exe_" + "0" * 26))

        def test_brings_artifacts_back(self) -> None:
            name = "out/ä b%?#.bin"
            execution = self.client.run(
                "python",
                f"import os; os.mkdir('out'); open({name!r}, 'wb').write(bytes(range(256)) * 4096)",
                collect=["out/*"],
            )

            (artifact,) = execution.artifacts
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder, "a")
                self.client.download(execution.id, artifact, file)
                saved = file.read_bytes()

            self.assertEqual((artifact.path, artifact.size_bytes), (name, 1 << 20))
            self.assertEqual(self.client.artifact(execution.id, artifact), bytes(range(256)) * 4096)
            self.assertEqual(saved, bytes(range(256)) * 4096)
            with self.assertRaises(freehold.NotFound):
                self.client.artifact(execution.id, "out/none")

        def test_uploads_bytes_and_files_once(self) -> None:
            content = os.urandom(300_000)
            with tempfile.TemporaryDirectory() as folder:
                file = Path(folder, "a")
                file.write_bytes(content + b"!")
                from_file = self.client.upload(file)
            digest = self.client.upload(content)

            execution = self.client.run(
                "python",
                files=[File("main.py", "import os; print(os.path.getsize('a'), os.path.getsize('b'))"),
                       File("a", blob=digest), File("b", blob=from_file)],
            )

            self.assertEqual(execution.stdout, "300000 300001\n")
            self.assertEqual(self.client.upload(content), digest)
            self.assertTrue(self.client.has_blob(digest))
            self.assertFalse(self.client.has_blob("sha256:" + "0" * 64))

        def test_runs_a_batch(self) -> None:
            label = {"series": uuid.uuid4().hex}
            requests = [ExecutionRequest(runtime="sh", source=f"echo {i}") for i in range(4)]

            begun = self.client.submit_batch(requests, labels=label)
            ended = self.client.wait_batch(begun.id, timeout=60)

            self.assertTrue(ended.is_finished)
            self.assertEqual([each.stdout for each in ended.items], ["0\n", "1\n", "2\n", "3\n"])
            self.assertEqual(len(list(self.client.executions(labels=label))), 4)
            with self.assertRaises(freehold.Refused) as bad:
                self.client.submit_batch([requests[0], ExecutionRequest(runtime="klingon", source="")])
            self.assertEqual(bad.exception.errors[0].pointer, "#/executions/1/runtime")

        def test_says_what_can_be_run(self) -> None:
            runtimes = {each.name: each for each in self.client.runtimes()}

            self.assertTrue(runtimes["python"].installed and runtimes["python"].versions)
            self.assertEqual(self.client.runtime("py"), runtimes["python"])
            with self.assertRaises(freehold.NotFound):
                self.client.runtime("klingon")

        def test_without_the_right_key_nothing_is_done(self) -> None:
            with self.make(world.server(), "fh_wrong") as stranger:
                with self.assertRaises(freehold.Unauthenticated):
                    stranger.run("python", "")

        def test_no_text_holds_the_key_or_the_secrets_of_a_request(self) -> None:
            secret = "s3cr3t-" + uuid.uuid4().hex
            request = ExecutionRequest(
                runtime="python", source="", env={"TOKEN": secret}, callback=freehold.Callback("http://x", secret)
            )
            with self.assertLogs(level=logging.DEBUG) as logs:
                logging.getLogger("freehold").debug("begin")
                self.client.run("python", "", env={"TOKEN": secret})
            texts = [repr(self.client), str(vars(self.client)), repr(request), *logs.output]

            for text in texts:
                self.assertNotIn(world.key(), text)
                self.assertNotIn(secret, text)


class BlockingTest(Contract.Case):
    def make(self, *args: Any, **options: Any) -> Client:
        return Client(*args, **options)

    def test_runs_without_a_client(self) -> None:
        self.assertEqual(freehold.run("python", "print(1)").stdout, "1\n")


class AsyncTest(Contract.Case):
    def make(self, *args: Any, **options: Any) -> Client:
        return blocking(*args, **options)
