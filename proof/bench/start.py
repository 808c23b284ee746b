#!/usr/bin/env python3
"""How long a start takes, on this machine.

Of a server: from the command `freehold up` to its line "Freehold is ready", to the first 200 of /readyz, and to the end of a first program that is
asked for over HTTP right then; of `freehold run FILE`: to the first byte of its output and to its end, beside the same program run bare. Times are of the
clock on the wall; beside them stands the CPU time that the command and its children had used by then, which is steadier on a machine that others use too.

Several checkouts are measured in turns, so that what else the machine does meets all of them. The first start of each, which builds and looks at the
toolchains of this host, is not counted. Needs root, as cells do.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CHECKOUT = os.path.normpath(os.path.join(HERE, "..", ".."))
PATIENCE = 120
POLL = 0.004
TICK = os.sysconf("SC_CLK_TCK")
PROGRAM = "echo started"
REQUEST = json.dumps({"runtime": "sh", "source": PROGRAM}).encode()


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkouts", nargs="*", default=[CHECKOUT], help="folders with a ./freehold (default: this one)")
    parser.add_argument("--starts", type=int, default=10, help="of each (default: %(default)s)")
    parser.add_argument("--only", choices=["up", "run"], help="measure the server alone, or the run alone")
    parser.add_argument("--pause", type=float, default=0.5, help="seconds between two starts (default: %(default)s)")
    return parser.parse_args()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(port, method, path, body=b""):
    """The status of an answer and its body; the plainest client, for a larger one would itself be a part of the figure."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        connection.sendall(head.encode() + body)
        answer = b""
        while part := connection.recv(65536):
            answer += part
    return int(answer.split(b" ", 2)[1]), answer


def cpu_ms(pid):
    """What a process and its children, where they still are or were waited for, have used."""
    total = 0
    for each in [pid, *children(pid)]:
        try:
            with open(f"/proc/{each}/stat") as file:
                fields = file.read().rpartition(")")[2].split()
            total += sum(int(field) for field in fields[11:15])
        except OSError:
            pass
    return total * 1000 / TICK


def children(pid):
    found = []
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children") as file:
                found += [int(each) for each in file.read().split()]
    except OSError:
        pass
    return found


def start_server(checkout, data):
    port = free_port()
    log = open(os.path.join(data, "log"), "ab")
    began = time.monotonic()
    server = subprocess.Popen(
        [os.path.join(checkout, "freehold"), "up", "--listen", f"127.0.0.1:{port}", "--data", os.path.join(data, "data"), "--log-level", "warn"],
        stdout=log,
        stderr=log,
        start_new_session=True,
    )
    try:
        while True:
            if server.poll() is not None or time.monotonic() - began > PATIENCE:
                sys.exit(f"the server of {checkout} did not start; see {log.name}")
            try:
                if ask(port, "GET", "/readyz")[0] == 200:
                    break
            except OSError:
                pass
            time.sleep(POLL)
        ready = time.monotonic()
        used = cpu_ms(server.pid)
        status, answer = ask(port, "POST", "/v1/executions?wait=60s", REQUEST)
        first = time.monotonic()
        if status != 200 or b'"succeeded"' not in answer:
            sys.exit(f"the first program of {checkout} failed: {answer[-500:]}")
        return {
            "/readyz says 200": (ready - began) * 1000,
            "first program's end": (first - began) * 1000,
            "CPU until /readyz": used,
            "CPU until first program's end": cpu_ms(server.pid),
        }
    finally:
        server.send_signal(signal.SIGTERM)
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()


def run_once(words):
    before = os.times()
    began = time.monotonic()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    first = process.stdout.read(1)
    saw = time.monotonic()
    process.stdout.read()
    status = process.wait()
    ended = time.monotonic()
    after = os.times()
    if status != 0 or not first:
        sys.exit(f"{' '.join(words)} ended with {status}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return {"first output": (saw - began) * 1000, "end": (ended - began) * 1000, "CPU": used * 1000}


def note(results, column, values):
    for name, value in values.items():
        results.setdefault(name, {}).setdefault(column, []).append(value)


def tell(title, results, columns):
    width = max(len(column) for column in columns)
    print(f"\n{title}, ms: median (least to most)")
    for name, by_column in results.items():
        for column in columns:
            values = by_column[column]
            print(f"  {name:30} {column:{width}}  {statistics.median(values):6.0f}  ({min(values):.0f} to {max(values):.0f})")


def main():
    asked = arguments()
    checkouts = [os.path.abspath(each) for each in asked.checkouts]
    folder = tempfile.mkdtemp(prefix="freehold-start-", dir="/var/lib")
    os.chmod(folder, 0o755)  # the server gives root up
    program = os.path.join(folder, "program.sh")
    with open(program, "w") as file:
        file.write(PROGRAM + "\n")
    servers, runs = {}, {}
    try:
        for turn in range(asked.starts + 1):
            for number, checkout in enumerate(checkouts):
                data = os.path.join(folder, str(number))
                os.makedirs(data, exist_ok=True)
                if asked.only != "run":
                    times = start_server(checkout, data)
                    if turn:
                        note(servers, checkout, times)
                    time.sleep(asked.pause)
                if asked.only != "up":
                    times = run_once([os.path.join(checkout, "freehold"), "run", program])
                    if turn:
                        note(runs, checkout, times)
                    time.sleep(asked.pause)
            if asked.only != "up" and turn:
                note(runs, "bare", run_once(["sh", program]))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if servers:
        tell(f"start of a server, {asked.starts} times", servers, checkouts)
    if runs:
        tell(f"freehold run, {asked.starts} times", runs, [*checkouts, "bare"])


if __name__ == "__main__":
    main()
