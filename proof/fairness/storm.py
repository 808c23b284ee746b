#!/usr/bin/env python3
"""What one tenant notices of another's storm, on a real server of this machine.

Starts a server of its own with two tenants. The quiet one asks for a small program now and then, first alone, then while the other one keeps as
much waiting as its queue holds. Prints the times of the quiet one, alone and beside the storm, and their ratio. Rounds alternate, so
that what else the machine does meets both.
"""

import argparse
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
FREEHOLD = os.path.join(HERE, "..", "..", "freehold")
LEVELS = (0.5, 0.9, 0.99)
PROGRAMS = {
    "hello": "print('hello')",
    "busy": "n = 0\nfor i in range(3_000_000): n += i\nprint(n)",
}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--storm", choices=PROGRAMS, default="busy", help="what the storm is made of (default: %(default)s)")
    parser.add_argument("--depth", type=int, default=300, help="how many of the storm wait at one time (default: %(default)s)")
    parser.add_argument("--asked", type=int, default=60, help="requests of the quiet tenant in each round (default: %(default)s)")
    parser.add_argument("--pause", type=float, default=0.25, help="seconds between them (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=2, help="each alone and beside the storm (default: %(default)s)")
    parser.add_argument("--settle", type=float, default=30, help="seconds for the server to warm up (default: %(default)s)")
    return parser.parse_args()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self):
        self.port = free_port()
        self.data = tempfile.mkdtemp(prefix="freehold-storm-")
        os.chmod(self.data, 0o755)  # the server gives root up
        self.log = open(os.path.join(self.data, "log"), "wb")
        self.process = subprocess.Popen(
            [FREEHOLD, "up", "--data", os.path.join(self.data, "data"), "--listen", f"127.0.0.1:{self.port}"],
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def await_ready(self):
        for _ in range(1_200):
            if self.process.poll() is not None:
                sys.exit("the server ended: " + open(self.log.name).read()[-500:])
            try:
                client = Client(self.port, None)
                if client.call("GET", "/readyz")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.25)
        sys.exit("the server did not become ready")

    def key(self, tenant):
        if tenant:
            self.cli("tenant", "create", tenant, "--rate", "1000000/1m")
        words = ["--tenant", tenant, "--role", "runner"] if tenant else ["--role", "operator"]
        text = self.cli("key", "create", "--name", "storm", *words)
        return next(word for word in text.split() if word.startswith("fh_"))

    def cli(self, *words):
        done = subprocess.run(
            [FREEHOLD, *words, "--server", f"http://127.0.0.1:{self.port}"], capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            sys.exit(f"freehold {' '.join(words)}: {done.stderr}")
        return done.stdout

    def close(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.log.close()
        shutil.rmtree(self.data, ignore_errors=True)


class Client:
    def __init__(self, port, key):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def call(self, method, path, body=None):
        text = json.dumps(body) if body is not None else None
        headers = self.headers | ({"Content-Type": "application/json"} if text else {})
        self.connection.request(method, path, text, headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


class Storm:
    """As many executions as may wait, all the time."""

    def __init__(self, port, key, source, depth):
        self.on = True
        self.client = Client(port, key)
        self.body = {"runtime": "python", "source": source}
        self.depth = depth
        self.accepted = 0
        self.refused = 0
        self.thread = threading.Thread(target=self.run)

    def __enter__(self):
        self.thread.start()
        time.sleep(2)
        return self

    def run(self):
        while self.on:
            status, _ = self.client.call("POST", "/v1/executions?wait=0s", self.body)
            if status == 202:
                self.accepted += 1
            else:
                self.refused += 1
            if status != 202 or self.accepted % self.depth == 0:
                time.sleep(0.5)

    def __exit__(self, *_):
        self.on = False
        self.thread.join()


def ask(client, count, pause):
    client.connection.close()  # it may have been idle for longer than the server allows; the next call opens another
    took, warm = [], 0
    for _ in range(count):
        began = time.perf_counter()
        status, answer = client.call("POST", "/v1/executions?wait=60s", {"runtime": "python", "source": PROGRAMS["hello"]})
        took.append((time.perf_counter() - began) * 1e3)
        result = json.loads(answer)
        if status != 200 or result["verdict"] != "succeeded":
            sys.exit(f"the quiet tenant was answered {status}: {answer[:400]!r}")
        warm += result["start"] == "warm"
        time.sleep(pause)
    return took, warm


def drained(client):
    """Until nothing waits any more."""
    for _ in range(600):
        _, answer = client.call("GET", "/v1/executions?state=queued&limit=1")
        if not json.loads(answer)["items"]:
            return
        time.sleep(0.5)


def told(name, took, warm):
    """Medians are steady; of a hundred times, p99 is that of one or two."""
    ordered = sorted(took)
    levels = [ordered[min(len(ordered) - 1, int(len(ordered) * level))] for level in LEVELS]
    words = "  ".join(f"p{level * 100:.0f} {ms:7.1f} ms" for level, ms in zip(LEVELS, levels))
    print(f"{name:14s} {words}  warm {warm} of {len(took)}", flush=True)
    return levels


def main():
    asked = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended from outside"))  # and the server with it
    server = Server()
    try:
        server.await_ready()
        operator = server.key(None)
        os.environ["FREEHOLD_KEY"] = operator
        key, loud = server.key("quiet"), server.key("loud")
        time.sleep(asked.settle)
        quiet = Client(server.port, key)
        ask(quiet, 20, 0.1)
        alone, beside = ([], 0), ([], 0)
        for _ in range(asked.rounds):
            took, warm = ask(quiet, asked.asked, asked.pause)
            alone = (alone[0] + took, alone[1] + warm)
            with Storm(server.port, loud, PROGRAMS[asked.storm], asked.depth) as storm:
                took, warm = ask(quiet, asked.asked, asked.pause)
                beside = (beside[0] + took, beside[1] + warm)
            print(f"the storm: {storm.accepted} accepted, {storm.refused} refused", flush=True)
            drained(Client(server.port, loud))
        quiet_ms = told("alone", *alone)
        stormy_ms = told("beside a storm", *beside)
        words = "     ".join(f"p{level * 100:.0f} {b / a:7.2f}" for level, a, b in zip(LEVELS, quiet_ms, stormy_ms))
        print(f"{'ratio':14s} {words}")
    finally:
        server.close()


if __name__ == "__main__":
    main()
