"""Conversations with running programs, by a WebSocket library that knows nothing of Freehold."""

import asyncio
import json
import os

import aiohttp

PISTON = os.environ["FREEHOLD_PISTON"]
GO_JUDGE = os.environ["FREEHOLD_GO_JUDGE"]
ECHO = "while True:\n    line = input()\n    print(line[::-1], flush=True)\n    if line == 'end': raise SystemExit(3)\n"


def piston_talks_by_websocket():
    asyncio.run(_piston())


async def _piston():
    async with aiohttp.ClientSession() as session, session.ws_connect(PISTON + "/api/v2/connect") as socket:
        await socket.send_json({"type": "init", "language": "python", "version": "*", "files": [{"content": ECHO}]})
        said = ["olleh\n", "end\n"]
        heard = ""
        exits = []
        async for message in socket:
            frame = json.loads(message.data)
            if frame["type"] == "stage" or (frame["type"] == "data" and said):
                await socket.send_json({"type": "data", "stream": "stdin", "data": said.pop(0)})
            if frame["type"] == "data":
                heard += frame["data"]
            if frame["type"] == "exit":
                exits.append(frame["code"])
        assert heard == "hello\ndne\n", heard
        assert exits == [3], exits
        assert socket.close_code == 4999, socket.close_code


def gojudge_streams_by_websocket():
    asyncio.run(_gojudge())


async def _gojudge():
    command = {
        "args": ["/usr/bin/python3", "a.py"],
        "env": ["PATH=/usr/bin:/bin"],
        "files": [{"streamIn": True}, {"streamOut": True}, {"streamOut": True}],
        "cpuLimit": 5_000_000_000,
        "memoryLimit": 268_435_456,
        "procLimit": 20,
        "copyIn": {"a.py": {"content": "print(int(input()) ** 2)"}},
    }
    async with aiohttp.ClientSession() as session, session.ws_connect(GO_JUDGE + "/stream") as socket:
        await socket.send_bytes(b"\x01" + json.dumps({"cmd": [command]}).encode())
        await socket.send_bytes(b"\x03\x00" + b"12\n")
        heard = b""
        results = []
        async for message in socket:
            if message.data[0] == 2:
                heard += message.data[2:]
            else:
                results = json.loads(message.data[1:])["results"]
        assert heard == b"144\n", heard
        assert [each["status"] for each in results] == ["Accepted"], results


CHECKS = [piston_talks_by_websocket, gojudge_streams_by_websocket]
