#!/usr/bin/env python3
"""How many executions a second one control carries, and what is full first.

Starts PostgreSQL with its real fsync, one NATS, one control, and null workers (worker/src/test, freehold.worker.scale): all of a real worker
but its cells, in which a program is one line of output and nothing else. Their number and their cells are what a cluster of many machines
would have; each has a connection of its own. Then `wrk` (Debian's package of that name) asks over kept connections, for each number of them
and each kind of request, and it is printed how many ended a second, how long an answer took, and what each role took of the processors. The
load runs on the same machine as all the rest: the last column says how many a second one processor of a control alone would carry. Must be
root.

    proof/scale/scale.py                                  # 20 workers with 8 cells each
    proof/scale/scale.py --workers 200 --seconds 20 --connections 1,8,64
"""
import argparse
import collections
import glob
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HOME = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(HOME / "proof/fault"))
import cluster  # noqa: E402

TICK = os.sysconf("SC_CLK_TCK")
PROGRAM = '{"runtime": "bash", "source": "echo hello"}'
KINDS = {
    "waited for": ("/v1/executions?wait=20s", False),
    "kept, waited for": ("/v1/executions?wait=20s", True),
    "kept, 202": ("/v1/executions?wait=0s", True),
}
SCRIPT = """
local threads, count, id = 0, 0, "0"
function setup(thread) thread:set("id", tostring(threads)); threads = threads + 1 end
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Host"] = "localhost"
wrk.body = PROGRAM
function request()
  count = count + 1
  if KEPT then wrk.headers["Idempotency-Key"] = RUN .. "-" .. id .. "-" .. count end
  return wrk.format()
end
function done(summary, latency)
  io.write(string.format('{"requests": %d, "us": %d, "refused": %d, "broken": %d, "p50": %d, "p99": %d}\\n', summary.requests,
    summary.duration, summary.errors.status, summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
"""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--workers", type=int, default=20, help="null workers (default: 20)")
    parser.add_argument("--cells", type=int, default=8, help="of each (default: 8)")
    parser.add_argument("--seconds", type=int, default=10, help="for each line (default: 10)")
    parser.add_argument("--connections", default="1,8,64", help="of the load, one number after the other (default: 1,8,64)")
    parser.add_argument("--warm-up", type=int, default=20, help="seconds of load that do not count (default: 20)")
    parser.add_argument("--base-port", type=int, default=18440)
    parser.add_argument("--keep", action="store_true", help="leave logs and data where they are")
    return parser.parse_args()


def compiled(folder):
    """The null workers, against what was built."""
    tests = HOME / "worker/src/test/java/freehold/worker"
    library = f"{HOME}/.build/app/lib/*"
    java = os.environ.get("JAVA_HOME") or sorted(glob.glob("/usr/lib/jvm/*25*"))[-1]
    subprocess.run([
        f"{java}/bin/javac", "-proc:none", "-cp", library, "-d", f"{folder}/classes", str(tests / "scale/NullWorkers.java"),
        str(tests / "cell/FakeCell.java"), str(tests / "cell/FakeCells.java"), str(tests / "cell/FakeProgram.java")], check=True)
    return [f"{java}/bin/java", "-Xmx1g", "-cp", f"{folder}/classes:{library}", "freehold.worker.scale.NullWorkers"]


def family(pid):
    """It and all below it."""
    below = collections.defaultdict(list)
    for stat in glob.glob("/proc/[0-9]*/stat"):
        try:
            with open(stat) as file:
                number, rest = file.read().split(" (", 1)
            below[int(rest.rsplit(") ", 1)[1].split()[1])].append(int(number))
        except OSError:
            pass
    all_of_it = [pid]
    for each in all_of_it:
        all_of_it += below[each]
    return all_of_it


def cpu_seconds(role):
    """Also of its children that have ended, as far as they were waited for."""
    ticks = 0
    for pid in family(role.process.pid):
        try:
            with open(f"/proc/{pid}/stat") as file:
                ticks += sum(int(each) for each in file.read().rsplit(") ", 1)[1].split()[11:15])
        except OSError:
            pass
    return ticks / TICK


def finished(both):
    return int(both.sql("select count(*) from execution where state = 'finished'")[0][0])


def load(port, folder, path, kept, connections, seconds):
    run = f"{time.time_ns():x}"
    script = f"{folder}/load.lua"
    with open(script, "w") as file:
        file.write(f"KEPT, RUN, PROGRAM = {'true' if kept else 'false'}, '{run}', '{PROGRAM}'\n{SCRIPT}")
    done = subprocess.run(
        ["wrk", "-t", "1", "-c", str(connections), "-d", f"{seconds}s", "--timeout", "30s", "--latency", "-s", script,
         f"http://127.0.0.1:{port}{path}"], capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"wrk: {done.stderr or done.stdout}")
    return json.loads(done.stdout.splitlines()[-1])


def one(both, roles, folder, kind, connections, seconds):
    path, kept = KINDS[kind]
    before = {name: cpu_seconds(role) for name, role in roles.items()}
    began, had = time.time(), finished(both)
    said = load(both.control_ports[0], folder, path, kept, connections, seconds)
    accepted = said["requests"] - said["refused"]
    while finished(both) - had < accepted and time.time() < began + seconds + 60:  # what only 202 was said to
        time.sleep(0.1)
    took = time.time() - began
    ends = finished(both) - had
    used = {name: cpu_seconds(role) - before[name] for name, role in roles.items()}
    print(f"{kind:18} {connections:4} {ends / took:8.0f} {said['p50'] / 1000:8.1f} {said['p99'] / 1000:8.1f} {said['refused']:8}  "
          + " ".join(f"{used[name] / took:5.2f}" for name in roles)
          + f" {1000 * used['control'] / max(ends, 1):8.2f} {ends / max(used['control'], 0.01):8.0f}", flush=True)
    if said["broken"] or ends < accepted:
        raise SystemExit(f"{said['broken']} connections broke, {accepted} were accepted and {ends} ended")


def await_workers(port, count):
    until = time.time() + 60
    while True:
        workers = len(json.loads(cluster.Cluster.request(port, "GET", "/v1/workers")[1])["items"])
        status, answer = cluster.Cluster.request(port, "POST", "/v1/executions?wait=20s", PROGRAM, {})
        if workers == count and status == 200 and json.loads(answer)["verdict"] == "succeeded":
            return
        if time.time() > until:
            raise SystemExit(f"{workers} of {count} null workers are there, and a program of theirs is answered {status} {answer[:500]}")
        time.sleep(0.5)


def main():
    asked = arguments()
    if not shutil.which("wrk"):
        raise SystemExit("there is no wrk: apt-get install wrk")
    folder = tempfile.mkdtemp(prefix="freehold-scale-")
    os.chmod(folder, 0o755)
    both = cluster.Cluster(cluster.arguments([
        "--controls", "1", "--workers", "0", "--nats", "1", "--plain", "--base-port", str(asked.base_port)]), folder)
    null = cluster.Role("null", compiled(folder) + [
        f"nats://127.0.0.1:{asked.base_port + 1}", f"{folder}/null", str(asked.workers), str(asked.cells)], f"{folder}/null.log")
    try:
        both.workers = [null]
        both.start()
        await_workers(both.control_ports[0], asked.workers)
        roles = {"control": both.controls[0], "workers": null, "PostgreSQL": both.postgres, "NATS": both.nats[0]}
        print(f"{asked.workers} null workers with {asked.cells} cells each, {os.cpu_count()} processors for all of it")
        load(both.control_ports[0], folder, *KINDS["kept, waited for"], 16, asked.warm_up)
        print("request           connections  ends/s   p50 ms   p99 ms  refused  processors of " + ", ".join(roles)
              + "; control's ms an execution, and ends/s of one processor of it")
        for kind in KINDS:
            for connections in map(int, asked.connections.split(",")):
                one(both, roles, folder, kind, connections, asked.seconds)
    finally:
        both.end()
        if asked.keep:
            print(f"logs and data are in {folder}")
        else:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
