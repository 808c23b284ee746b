#!/usr/bin/env python3
"""What the way over a cluster adds: the same small program, in turns, at one embedded server and at one control with one worker, one NATS
and PostgreSQL with its real fsync, all on this machine. Once as a request that is promised nothing, and once with an Idempotency-Key, which
is stored before it runs, and whose end is stored before it is told: two commits that wait for the disk. No key of the API is in it. Paced,
so that nothing waits for a cell. Must be root.

    proof/fault/latency.py [COUNT]               # 300 of each, by default
"""
import json
import os
import shutil
import statistics
import sys
import tempfile
import time

import cluster

PROGRAM = {"runtime": "bash", "source": "echo hello", "limits": {"cpu_ms": 1000}}


def one(port, path, headers):
    begun = time.perf_counter()
    status, answer = cluster.Cluster.request(port, "POST", path, json.dumps(PROGRAM), headers)
    took = (time.perf_counter() - begun) * 1000
    if status != 200 or json.loads(answer)["verdict"] != "succeeded":
        raise SystemExit(f"not run: {status} {answer[:300]}")
    return took


def quartiles(name, times):
    low, middle, high = statistics.quantiles(times, n=4)
    print(f"{name}: median {middle:.2f} ms, quartiles {low:.2f} and {high:.2f}")
    return middle


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
    port = 18340
    asked = cluster.arguments(["--controls", "1", "--workers", "1", "--nats", "1", "--plain", "--base-port", str(port)])
    folder = tempfile.mkdtemp(prefix="freehold-latency-")
    os.chmod(folder, 0o755)
    both = cluster.Cluster(asked, folder)
    alone = cluster.Role("alone", [
        f"{cluster.HOME}/freehold", "up", "--listen", f"127.0.0.1:{port + 50}", "--data", f"{folder}/alone"], f"{folder}/alone.log")
    try:
        both.start()
        alone.start()
        ways = {"embedded": (port + 50, {}), "cluster": (both.control_ports[0], {})}
        until = time.time() + 120
        while time.time() < until:
            try:
                if cluster.Cluster.request(port + 50, "GET", "/readyz")[0] == 200:
                    break
            except OSError:
                time.sleep(0.5)
        times = {f"{way}, {kind}": [] for kind in ("not promised", "with an Idempotency-Key") for way in ways}
        for turn in range(-20, count):
            for way, (at, _) in ways.items():
                for kind in ("not promised", "with an Idempotency-Key"):
                    key = {} if kind == "not promised" else {"Idempotency-Key": f"{way}-{turn}"}
                    took = one(at, "/v1/executions?wait=20s", key)
                    if turn >= 0:
                        times[f"{way}, {kind}"].append(took)
                    time.sleep(0.05)
        middles = {name: quartiles(name, each) for name, each in times.items()}
        for kind in ("not promised", "with an Idempotency-Key"):
            print(f"added {kind}: {middles[f'cluster, {kind}'] - middles[f'embedded, {kind}']:.2f} ms at the median")
    finally:
        alone.end()
        both.end()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
