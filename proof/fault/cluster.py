#!/usr/bin/env python3
"""A real cluster on one machine, a load, and a schedule of kill -9, SIGSTOP, cuts of the network and full disks for each role.

At the end every accepted execution must have exactly one recorded outcome, which never changed once it was seen. Prints the counts, and
ends with status 1 if one is lost, stuck or changed. The same seed gives the same schedule. Must be root, for workers make cells.

    proof/fault/cluster.py                       # a minute of faults, three servers of NATS
    proof/fault/cluster.py --seconds 600 --executions 10000 --seed 7

The schedule goes through all pairs of a role and a fault, in an order by chance, again and again: none is left out of a run that is long
enough, and at the end it is printed what was made. All that a role says to another one goes through a proxy of its own, which a cut makes
silent: nothing is refused, nothing arrives. A full disk is a small tmpfs that a file fills; of NATS, which stores no messages, it is the
one of its log. The mounts are in a namespace of this process.
"""
import argparse
import base64
import collections
import errno
import glob
import http.client
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NOBODY = 65534
PROGRAMS = [
    ("print(6 * 7)", "42\n", "succeeded"),
    ("import time; time.sleep(0.4); print('slept')", "slept\n", "succeeded"),
    ("for i in range(200): print(i)", "".join(f"{i}\n" for i in range(200)), "succeeded"),
    ("import sys; print('no'); sys.exit(3)", "no\n", "failed"),
    ("while True: pass", "", "cpu_exceeded"),
]


def arguments(given=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=60, help="how long faults are made (default: 60)")
    parser.add_argument("--executions", type=int, default=600, help="how many are submitted (default: 600)")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--controls", type=int, default=2)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--nats", type=int, default=3, help="servers of NATS (default: 3)")
    parser.add_argument("--cells", type=int, default=4, help="of each worker (default: 4)")
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--base-port", type=int, default=18240)
    parser.add_argument("--patience", type=int, default=240, help="seconds to wait for the last end (default: 240)")
    parser.add_argument("--nats-server", default=os.environ.get("FREEHOLD_NATS_SERVER") or shutil.which("nats-server"))
    parser.add_argument("--postgres-bin", default=(sorted(glob.glob("/usr/lib/postgresql/*/bin")) or [""])[-1])
    parser.add_argument("--plain", action="store_true", help="no proxies and no small disks, so that nothing is cut or filled")
    parser.add_argument("--no-faults", action="store_true", help="the load alone, to compare with")
    parser.add_argument("--keep", action="store_true", help="leave logs and data where they are")
    return parser.parse_args(given)


class Role:
    """A process that is killed, stopped, and started again."""

    def __init__(self, name, command, log, before=None):
        self.name, self.command, self.log, self.before = name, command, log, before
        self.process = None
        self.proxies = []
        self.disk = None

    def start(self):
        if self.before:
            self.before()
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(self.command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def signal(self, number):
        if self.alive():
            self.process.send_signal(number)

    def kill(self):
        self.signal(signal.SIGKILL)
        if self.process:
            self.process.wait()

    def end(self):
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        try:
            if self.process:
                self.process.wait(40)
        except subprocess.TimeoutExpired:
            self.kill()


class Proxy:
    """Carries connections from one role to one port; while it is cut, nothing goes either way, and nobody is told."""

    def __init__(self, port, to):
        self.to = to
        self.open = threading.Event()
        self.open.set()
        self.listener = socket.create_server(("127.0.0.1", port), backlog=64)
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.carry_both, args=(near,), daemon=True).start()

    def carry_both(self, near):
        self.open.wait()
        try:
            far = socket.create_connection(("127.0.0.1", self.to), 2)
        except OSError:
            near.close()
            return
        for each in (near, far):
            each.settimeout(None)
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=self.carry, args=(near, far), daemon=True).start()
        self.carry(far, near)

    def carry(self, source, sink):
        try:
            while data := source.recv(1 << 16):
                self.open.wait()
                sink.sendall(data)
        except OSError:
            pass
        for each in (source, sink):
            try:
                each.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            each.close()


class Cluster:
    def __init__(self, asked, folder):
        self.asked, self.folder = asked, folder
        port = asked.base_port
        self.postgres_port = port
        nats = [port + 1 + i for i in range(asked.nats)]
        routes = [port + 1 + asked.nats + i for i in range(asked.nats)]
        self.control_ports = [port + 1 + 2 * asked.nats + i for i in range(asked.controls)]
        self.next_port = self.control_ports[-1] + 1
        ways = {name: [self.proxy(each) for each in nats] for name in
                [f"control{i}" for i in range(asked.controls)] + [f"worker{i}" for i in range(asked.workers)]}
        to_database = {f"control{i}": self.proxy(self.postgres_port) for i in range(asked.controls)}

        def servers(name):
            return ",".join(f"nats://127.0.0.1:{each}" for each in (nats if asked.plain else [port for port, _ in ways[name]]))

        def database(name):
            return f"postgresql://freehold@127.0.0.1:{self.postgres_port if asked.plain else to_database[name][0]}/freehold"

        freehold = os.path.join(HOME, "freehold")
        # controls share what is sealed, and so the key to it; inherited by all
        os.environ["FREEHOLD_MASTER_KEY_VALUE"] = "freehold-master-key:" + base64.b64encode(os.urandom(32)).decode()
        self.postgres = Role("postgres", self.as_nobody([
            f"{asked.postgres_bin}/postgres", "-D", f"{folder}/postgres/data", "-h", "127.0.0.1",
            "-p", str(self.postgres_port), "-k", f"{folder}/postgres", "-c", "max_wal_size=128MB", "-c", "min_wal_size=80MB"]), f"{folder}/postgres.log", self.no_lock)
        self.nats = [Role(f"nats{i}", [
            asked.nats_server, "-a", "127.0.0.1", "-p", str(nats[i]), "--cluster_name", "freehold",
            "--cluster", f"nats://127.0.0.1:{routes[i]}",
            "-l", f"{folder}/nats{i}/server.log", "--no_advertise",
            "--routes", ",".join(f"nats://127.0.0.1:{each}" for each in routes)], f"{folder}/nats{i}.log")
            for i in range(asked.nats)]
        self.controls = [Role(f"control{i}", [
            freehold, "up", "--control", "--listen", f"127.0.0.1:{self.control_ports[i]}", "--data", f"{folder}/control{i}",
            "--database", database(f"control{i}"), "--nats", servers(f"control{i}")], f"{folder}/control{i}.log") for i in range(asked.controls)]
        self.workers = [Role(f"worker{i}", [
            freehold, "worker", "--name", f"worker{i}", "--data", f"{folder}/worker{i}", "--cells", str(asked.cells),
            "--nats", servers(f"worker{i}")], f"{folder}/worker{i}.log") for i in range(asked.workers)]
        for role in self.controls + self.workers:
            role.proxies = [each for _, each in ways[role.name]] + ([to_database[role.name][1]] if role.name in to_database else [])
        for i, role in enumerate(self.nats):
            role.proxies = [way[i][1] for way in ways.values()]
        self.postgres.proxies = [each for _, each in to_database.values()]
        for role, megabytes in [(self.postgres, 1024)] + [(each, 16) for each in self.nats] + [(each, 96) for each in self.controls] + [(each, 512) for each in self.workers]:
            os.makedirs(f"{folder}/{role.name}")
            if asked.plain:
                continue
            role.disk = f"{folder}/{role.name}"
            subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", role.disk], check=True)

    def proxy(self, to):
        port = self.next_port
        self.next_port += 1
        return port, Proxy(port, to)

    @staticmethod
    def as_nobody(command):
        return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] + command

    def no_lock(self):
        """A postmaster that was killed leaves its children a moment, and its lock."""
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.postgres_port), 0.2).close()
                time.sleep(0.1)
            except OSError:
                return

    def roles(self):
        return [self.postgres] + self.nats + self.controls + self.workers

    def start(self):
        os.chown(f"{self.folder}/postgres", NOBODY, NOBODY)
        subprocess.run(self.as_nobody([
            f"{self.asked.postgres_bin}/initdb", "-D", f"{self.folder}/postgres/data", "-U", "freehold", "-A", "trust",
            "-E", "UTF8"]), check=True, stdout=subprocess.DEVNULL, cwd=f"{self.folder}/postgres")
        self.postgres.start()
        while self.sql("select 1", "postgres") is None:
            time.sleep(0.2)
        self.sql("create database freehold", "postgres")
        for each in self.nats:
            each.start()
        time.sleep(1)
        for each in self.controls + self.workers:
            each.start()
        self.await_ready(180)

    def await_ready(self, seconds):
        until = time.time() + seconds
        for port in self.control_ports:
            while True:
                try:
                    workers = json.loads(self.request(port, "GET", "/v1/workers")[1])["items"]
                    if len(workers) >= len(self.workers) and self.request(port, "GET", "/readyz")[0] == 200:
                        break
                except (OSError, http.client.HTTPException, ValueError, KeyError):
                    pass
                if time.time() > until:
                    raise SystemExit(f"the cluster is not ready; see {self.folder}/*.log")
                time.sleep(0.5)

    @staticmethod
    def request(port, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request(method, path, body, {"Content-Type": "application/json", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def sql(self, statement, database="freehold"):
        done = subprocess.run([
            f"{self.asked.postgres_bin}/psql", "-h", "127.0.0.1", "-p", str(self.postgres_port), "-U", "freehold", "-d", database,
            "-At", "-F", "\t", "-c", statement], capture_output=True, text=True)
        return [line.split("\t") for line in done.stdout.splitlines()] if done.returncode == 0 else None

    def end(self):
        for each in self.workers + self.controls + self.nats:
            each.signal(signal.SIGCONT)
        for each in self.workers + self.controls + self.nats:
            each.end()
        if self.postgres.alive():
            self.postgres.signal(signal.SIGCONT)
            self.postgres.signal(signal.SIGINT)
            self.postgres.process.wait()


class Load:
    """Submits, and remembers what was accepted, under which key, and what each end looked like when it was first seen."""

    def __init__(self, cluster, asked):
        self.cluster, self.asked = cluster, asked
        self.accepted = {}
        self.seen = {}
        self.changed = []
        self.refused = collections.Counter()
        self.left = asked.executions
        self.lock = threading.Lock()
        self.done = threading.Event()

    def take(self):
        with self.lock:
            if self.left == 0:
                return None
            self.left -= 1
            return self.asked.executions - self.left

    def client(self, number):
        chance = random.Random(f"{self.asked.seed}/{number}")
        pause = self.asked.seconds * self.asked.clients / self.asked.executions
        while True:
            turn = self.take()
            if turn is None:
                return
            program = chance.choices(range(len(PROGRAMS)), [50, 20, 20, 9, 1])[0]
            self.submit(chance, f"{self.asked.seed}-{turn}", program)
            if not self.asked.no_faults:
                time.sleep(chance.uniform(0, 2 * pause) * 0.8)

    def submit(self, chance, key, program):
        """Again and again with one key until some control has answered: then it counts, and not before."""
        body = json.dumps({"runtime": "python", "source": PROGRAMS[program][0], "limits": {"cpu_ms": 1000}})
        wait = chance.choice(["0s", "0s", "2s"])
        while not self.done.is_set():
            port = chance.choice(self.cluster.control_ports)
            try:
                status, answer = self.cluster.request(
                    port, "POST", f"/v1/executions?wait={wait}", body, {"Idempotency-Key": key})
                if status in (200, 202):
                    execution = json.loads(answer)
                    with self.lock:
                        self.accepted[execution["id"]] = program
                    if execution["state"] == "finished":
                        self.note(execution)
                    return
                self.refused[status] += 1
                if status == 422:
                    self.refused[json.loads(answer).get("type", "")] += 1
            except (OSError, http.client.HTTPException, ValueError):
                self.refused["no answer"] += 1
            time.sleep(chance.uniform(0.2, 1))

    def note(self, execution):
        end = (execution["verdict"], execution.get("finished_at"), (execution.get("run") or {}).get("stdout"))
        with self.lock:
            before = self.seen.setdefault(execution["id"], end)
            if before != end:
                self.changed.append((execution["id"], before, end))

    def watcher(self):
        chance = random.Random(f"{self.asked.seed}/watch")
        while not self.done.is_set():
            with self.lock:
                ids = list(self.accepted)
            if ids:
                try:
                    status, answer = self.cluster.request(
                        chance.choice(self.cluster.control_ports), "GET", f"/v1/executions/{chance.choice(ids)}?wait=1s")
                    if status == 200:
                        execution = json.loads(answer)
                        if execution["state"] == "finished":
                            self.note(execution)
                except (OSError, http.client.HTTPException, ValueError):
                    pass
            time.sleep(0.05)


class Faults:
    """By seed: whom, how, and for how long."""

    def __init__(self, cluster, asked):
        self.cluster, self.asked = cluster, asked
        self.made = collections.Counter()
        self.over = threading.Event()

    def pairs(self):
        """A worker is killed three times as often, for it has the most moments to die in."""
        groups = [self.cluster.workers, self.cluster.controls, self.cluster.nats, [self.cluster.postgres]]
        faults = ["kill -9", "SIGSTOP"] + ([] if self.asked.plain else ["cut", "full disk"])
        return [(group, fault) for group in groups for fault in faults] + [(self.cluster.workers, "kill -9")] * 2

    def run(self):
        chance = random.Random(self.asked.seed)
        until = time.time() + self.asked.seconds
        left = []
        while time.time() < until:
            if not left:
                left = self.pairs()
                chance.shuffle(left)
            group, fault = left.pop()
            role = chance.choice(group)
            away = chance.uniform(0.5, 4) if fault == "kill -9" or role is self.cluster.postgres else chance.uniform(1, 18)
            pause = chance.uniform(0.5, 4)
            self.made[f"{fault} of {role.name.rstrip('0123456789')}"] += 1
            self.make(role, fault, away)
            time.sleep(pause)

    @staticmethod
    def make(role, fault, away):
        if fault == "kill -9":
            role.kill()
            time.sleep(away)
            role.start()
        elif fault == "SIGSTOP":
            role.signal(signal.SIGSTOP)
            time.sleep(away)
            role.signal(signal.SIGCONT)
        elif fault == "cut":
            for each in role.proxies:
                each.open.clear()
            time.sleep(away)
            for each in role.proxies:
                each.open.set()
        else:
            ballast = f"{role.disk}/ballast"
            with open(ballast, "wb") as file:
                fill(file)
                time.sleep(away)
            os.remove(ballast)

    def keeper(self):
        """What a unit does: a control that was taken over while it slept ends, as PostgreSQL does on a full disk, and is started again."""
        while not self.over.wait(0.5):
            for each in self.cluster.roles():
                if not self.over.is_set() and each.process and each.process.poll() is not None and each.process.returncode != -signal.SIGKILL:
                    self.made[f"{each.name.rstrip('0123456789')} ended with {each.process.returncode}"] += 1
                    each.start()


def fill(file):
    """Takes all room of its disk, though others take and give some at the same time."""
    room = os.statvfs(file.name)
    size, piece = 0, room.f_bavail * room.f_frsize
    while piece >= room.f_frsize:
        try:
            os.posix_fallocate(file.fileno(), size, piece)
            size += piece
        except OSError as full:
            if full.errno != errno.ENOSPC:
                raise
            piece //= 2


def verify(cluster, load, patience):
    until = time.time() + patience
    while True:
        states = dict(cluster.sql("select id, state from execution") or [])
        unfinished = [each for each in load.accepted if states.get(each) != "finished"]
        if not unfinished or time.time() > until:
            break
        time.sleep(1)
    lost = [each for each in load.accepted if each not in states]
    stuck = [each for each in load.accepted if states.get(each, "finished") != "finished"]
    for each in list(load.accepted):
        while time.time() < until + 60:
            try:
                status, answer = cluster.request(random.choice(cluster.control_ports), "GET", f"/v1/executions/{each}")
                if status == 200 and json.loads(answer)["state"] == "finished":
                    load.note(json.loads(answer))
                break
            except (OSError, http.client.HTTPException):
                time.sleep(0.5)
    wrong = [each for each, program in load.accepted.items()
             if each in load.seen and load.seen[each][0] == PROGRAMS[program][2] and (load.seen[each][2] or "") != PROGRAMS[program][1]]
    verdicts = collections.Counter(load.seen[each][0] for each in load.accepted if each in load.seen)
    unexpected = [each for each, program in load.accepted.items()
                  if each in load.seen and load.seen[each][0] != PROGRAMS[program][2]]
    # each was sent with one key until it was answered: one that no client knows was made of a repetition
    twice = [each for each in states if each not in load.accepted]
    receipts = collections.Counter(id for id, in cluster.sql("select execution from ledger where execution is not null") or [])
    unsigned = [each for each, state in states.items() if state == "finished" and receipts[each] != 1]
    print(f"accepted {len(load.accepted)}, recorded {len(states)}: lost {len(lost)}, stuck {len(stuck)}, "
          f"changed after they were seen {len(load.changed)}, with wrong output {len(wrong)}, of a key that has another {len(twice)}, "
          f"without one receipt {len(unsigned)}")
    print("verdicts: " + ", ".join(f"{name} {count}" for name, count in sorted(verdicts.items()))
          + f"; other than the program's own: {len(unexpected)}")
    print("answers besides: " + (", ".join(f"{name}: {count}" for name, count in load.refused.items()) or "none"))
    for name, ids in (("lost", lost), ("stuck", stuck), ("wrong", wrong), ("twice", twice), ("unsigned", unsigned),
                      ("unexpected", unexpected)):
        if ids:
            print(f"  {name}: {' '.join(ids[:10])}")
    for each in load.changed[:5]:
        print(f"  changed: {each}")
    return not (lost or stuck or load.changed or wrong or twice or unsigned)


def main():
    asked = arguments()
    if os.geteuid() != 0:
        raise SystemExit("must be root, for workers make cells")
    if os.environ.get("FREEHOLD_FAULT_MOUNTS") != "own":
        os.execvpe("unshare", ["unshare", "--mount", sys.executable] + sys.argv, {**os.environ, "FREEHOLD_FAULT_MOUNTS": "own"})
    if not asked.nats_server or not os.path.exists(f"{asked.postgres_bin}/initdb"):
        raise SystemExit("needs nats-server (on the path, or --nats-server) and PostgreSQL (Debian's, or --postgres-bin)")
    print(f"seed {asked.seed}: {asked.executions} executions, {asked.controls} controls, {asked.workers} workers, "
          f"{asked.nats} NATS, faults for {asked.seconds} s", flush=True)
    subprocess.run(["mount", "--make-rprivate", "/"], check=True)
    folder = tempfile.mkdtemp(prefix="freehold-fault-")
    os.chmod(folder, 0o755)
    cluster = Cluster(asked, folder)
    load, faults = Load(cluster, asked), Faults(cluster, asked)
    good = False
    try:
        cluster.start()
        clients = [threading.Thread(target=load.client, args=(i,)) for i in range(asked.clients)]
        beside = [threading.Thread(target=load.watcher, daemon=True), threading.Thread(target=faults.keeper, daemon=True)]
        begun = time.time()
        for each in clients + beside:
            each.start()
        if not asked.no_faults:
            faults.run()
        for each in clients:
            each.join()
        print(f"submitted within {time.time() - begun:.0f} s; faults: "
              + (", ".join(f"{count} {name}" for name, count in sorted(faults.made.items())) or "none"), flush=True)
        for each in cluster.roles():
            if not each.alive():
                each.start()
        good = verify(cluster, load, asked.patience)
    finally:
        # whatever happened: the threads that would submit more or start roles again must not outlive the cluster
        load.left = 0
        load.done.set()
        faults.over.set()
        cluster.end()
        if asked.keep or not good:
            print(f"logs and data are in {folder}")
        else:
            for each in cluster.roles():
                if each.disk:
                    subprocess.run(["umount", "-l", each.disk])
            shutil.rmtree(folder)
    print("good" if good else "BAD")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
