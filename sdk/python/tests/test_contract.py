"""This package and the server's OpenAPI document say the same."""

from __future__ import annotations

import dataclasses
import json
import re
import types
import unittest
import urllib.request
from typing import Any, Union, get_args, get_origin, get_type_hints

import freehold
from freehold import attach, events, execution, request, runtime, secret, talks, words
from freehold.exchange import Call, Retries

from . import world

EXECUTION = "exe_" + "0" * 26
BATCH = "bat_" + "0" * 26
DIGEST = "sha256:" + "0" * 64
LEFT_OUT = {
    "listCallbacks",
    "getCallbackSecret",
    "getCallback",
    "redeliverCallback",
    "attachToExecution",
    "getTimeline",
    "replayExecution",
    "getUsage",
    "readAudit",
    "verifyAudit",
    "getReceiptKeys",
}
"""Operations that this package does not have, so that a new one is noticed and decided about."""


class ContractTest(unittest.TestCase):
    contract: dict[str, Any]

    @classmethod
    def setUpClass(cls) -> None:
        with urllib.request.urlopen(world.server() + "/v1/openapi.json") as answer:
            cls.contract = json.load(answer)

    def schema(self, *way: str) -> Any:
        found: Any = self.contract["components"]["schemas"]
        for name in way:
            found = self._resolved(found)[name]
        return self._resolved(found)

    def _resolved(self, schema: dict[str, Any]) -> dict[str, Any]:
        if "$ref" in schema:
            return self._resolved(self.contract["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
        if "allOf" in schema:
            return self._resolved(schema["allOf"][0]) | {"required": schema.get("required", [])}
        for each in schema.get("oneOf", ()):
            if "$ref" in each:
                return self._resolved(each)
        return schema

    def _objects(self, record: str, field: str) -> dict[str, Any]:
        """What a field is that is an object or null."""
        found: dict[str, Any] = self.schema(record, "properties")[field]["oneOf"][0]
        return found

    def test_lists_of_words_are_the_contracts(self) -> None:
        lists = {
            words.State: self.schema("State"),
            words.Verdict: self.schema("Verdict"),
            words.Slug: self.schema("Slug"),
            words.Tier: self.schema("Execution", "properties", "tier"),
            words.Start: self.schema("Execution", "properties", "start"),
            words.Retain: self.schema("ExecutionRequest", "properties", "retain"),
            words.Stream: self.schema("Step", "properties", "truncated", "items"),
            words.Signal: self.schema("Speech", "properties", "signal"),
            words.Origin: self.schema("Runtime", "properties", "versions", "items", "properties", "origin"),
        }

        for kind, schema in lists.items():
            with self.subTest(kind.__name__):
                self.assertEqual([each.value for each in kind], schema["enum"])

    def test_what_is_read_has_the_fields_of_the_contract_and_their_absence(self) -> None:
        records = {
            execution.Execution: self.schema("Execution"),
            execution.RuntimeUsed: self.schema("Execution", "properties", "runtime"),
            execution.PolicyVersion: self.schema("PolicyVersion"),
            execution.Repeatability: self._objects("Execution", "deterministic"),
            execution.SecretVersion: self.schema("Execution", "properties", "secrets", "items"),
            secret.Secret: self.schema("Secret"),
            execution.EffectiveLimits: self.schema("EffectiveLimits"),
            execution.Evidence: self.schema("Execution", "properties", "evidence"),
            execution.Timing: self.schema("Execution", "properties", "timing"),
            execution.Step: self.schema("Step"),
            execution.Usage: self.schema("Step", "properties", "usage"),
            execution.Artifact: self.schema("Artifact"),
            execution.Page: self.schema("ExecutionPage"),
            execution.Batch: self.schema("Batch"),
            runtime.Runtime: self.schema("Runtime"),
            runtime.RuntimeVersion: self.schema("Runtime", "properties", "versions", "items"),
            runtime.RuntimeSteps: self.schema("Runtime", "properties", "steps"),
            runtime.RuntimeStep: self.schema("RuntimeStep"),
            freehold.FieldError: self.schema("Problem", "properties", "errors", "items"),
        }

        for kind, schema in records.items():
            hints = get_type_hints(kind)
            with self.subTest(kind.__name__):
                self.assertEqual(set(hints), set(schema["properties"]))
            for name, field in schema["properties"].items():
                may_lack = name not in schema["required"] or _allows_null(field)
                with self.subTest(f"{kind.__name__}.{name}"):
                    self.assertTrue(hints[name] is Any or _is_optional(hints[name]) == may_lack)

    def test_what_is_written_has_the_fields_of_the_contract(self) -> None:
        records = {
            request.ExecutionRequest: self.schema("ExecutionRequest"),
            request.Limits: self.schema("Limits"),
            request.File: self.schema("File"),
            request.Build: self.schema("ExecutionRequest", "properties", "build"),
            request.Command: self.schema("ExecutionRequest", "properties", "command"),
            request.SecretUse: self.schema("ExecutionRequest", "properties", "secrets", "items"),
            request.Terminal: self.schema("TerminalSize"),
            request.Network: self.schema("ExecutionRequest", "properties", "network"),
            request.Callback: self.schema("ExecutionRequest", "properties", "callback"),
        }

        for kind, schema in records.items():
            with self.subTest(kind.__name__):
                self.assertEqual(
                    {field.name for field in dataclasses.fields(kind)},
                    {name.removesuffix("_base64") for name in schema["properties"]},
                )

    def test_options_are_the_fields_of_a_request(self) -> None:
        fields = get_type_hints(request.ExecutionRequest)

        options = get_type_hints(request.Options)

        self.assertEqual(
            {name: kind | None for name, kind in options.items()},
            {name: kind for name, kind in fields.items() if name not in ("runtime", "source")},
        )

    def test_what_is_said_to_a_program_is_as_the_contract_has_it(self) -> None:
        said = [*attach.inputs("a"), attach.end_of_input(), attach.signal(words.Signal.SIGINT), attach.size(2, 3)]

        names = {name for message in said for name in json.loads(message)}

        self.assertEqual(names | {"stdin"}, set(self.schema("Speech", "properties")))
        self.assertEqual(set(json.loads(said[-1])["resize"]), set(self.schema("TerminalSize", "properties")))

    def test_every_operation_is_called_as_the_contract_has_it_or_left_out_by_name(self) -> None:
        once = Retries(attempts=1)
        program = request.ExecutionRequest(runtime="python", source="")
        calls: dict[str, Call] = {
            "submitExecution": _first(talks.submit(program, "key", 0, once)),
            "listExecutions": _first(talks.page(None, None, None, {}, None, 50, once)),
            "getExecution": _first(talks.get(EXECUTION, 0, once)),
            "eraseExecution": _first(talks.delete(EXECUTION, once)),
            "followExecution": events.Following(EXECUTION, 0, once).call(),
            "cancelExecution": _first(talks.cancel(EXECUTION, once)),
            "getArtifact": talks.artifact_call(EXECUTION, "out/a b.txt"),
            "submitBatch": _first(talks.submit_batch([program], None, "key", once)),
            "getBatch": _first(talks.get_batch(BATCH, 0, once)),
            "hasBlob": _first(talks.has_blob(DIGEST, once)),
            "putBlob": _put(talks.upload(DIGEST, b"", once)),
            "listSecrets": _first(talks.secrets(once)),
            "putSecret": _first(talks.put_secret("sdk-a", b"value", once)),
            "deleteSecret": _first(talks.delete_secret("sdk-a", once)),
            "getReceipt": _first(talks.receipt(EXECUTION, once)),
            "listRuntimes": _first(talks.runtimes(once)),
            "getRuntime": _first(talks.runtime("python", once)),
        }
        offered: dict[str, tuple[str, str]] = {}
        for path, item in self.contract["paths"].items():
            for method, operation in item.items():
                if method != "parameters" and set(operation["tags"]) & {"executions", "content", "evidence", "runtimes", "secrets"}:
                    offered[operation["operationId"]] = (method.upper(), path)

        self.assertEqual(set(offered) - LEFT_OUT, set(calls))
        for name, call in calls.items():
            method, template = offered[name]
            form = re.sub(r"\\\{path\\\}", ".+", re.escape(template))
            with self.subTest(name):
                self.assertEqual(call.method, method)
                self.assertRegex(call.path.partition("?")[0], "^" + re.sub(r"\\\{\w+\\\}", "[^/]+", form) + "$")


def _first(talk: Any) -> Call:
    call: Call = next(talk)
    return call


def _put(talk: Any) -> Call:
    """The second call: the first asks whether the server has it."""
    from freehold.exchange import Reply

    next(talk)
    call: Call = talk.send(Reply(404, {}, b""))
    return call


def _is_optional(hint: Any) -> bool:
    return get_origin(hint) in (Union, types.UnionType) and type(None) in get_args(hint)


def _allows_null(schema: dict[str, Any]) -> bool:
    kind = schema.get("type")
    return kind == "null" or (isinstance(kind, list) and "null" in kind) or {"type": "null"} in schema.get("oneOf", ())
