"""The compose file: of the form that the specification says, and with what the daemon needs."""

import os
import pathlib
import re
import shutil
import tempfile

import yaml

from .report import run


def check(report):
    folder = report.deploy / "compose"
    document = yaml.safe_load((folder / "compose.yaml").read_text())
    services = document["services"]
    needed = report.daemon_capabilities()
    for name, service in services.items():
        report.claim(f"{name} is not privileged", not service.get("privileged"))
        added = set(service.get("cap_add", []))
        if name.startswith("worker"):
            report.claim(f"{name} has the capabilities of the daemon and no other", added == needed, added ^ needed)
        else:
            report.claim(f"{name} has no capability added and a health check", not added and "healthcheck" in service)
    data = [text for name, each in services.items() if name.startswith("control") for text in each["tmpfs"]]
    report.claim("a control may load libraries from its data folder", data and all("exec" in text.split(",") for text in data), data)
    named = {secret for service in services.values() for secret in service["secrets"]} if all(
        "secrets" in each for each in services.values()) else set()  # fmt: skip
    report.claim("every secret that a service reads is declared", named and named <= set(document["secrets"]), named)
    literal = [text for text in re.findall(r"postgresql://\S+", (folder / "compose.yaml").read_text()) if re.search(r"//\w+:\w+@", text)]
    report.claim("no password is written in it", not literal, literal)
    secrets(report, folder, document)
    if report.has("compose-go", "compose.yaml as docker compose reads it", "deploy/check --get"):
        with tempfile.TemporaryDirectory() as scratch:
            copy = pathlib.Path(shutil.copy(folder / "compose.yaml", scratch))
            done = run("compose-go", copy)
            read = yaml.safe_load(done.stdout) if done.returncode == 0 else {}
            report.claim("the loader of docker compose understands it", set(read.get("services", {})) == set(services), done.stdout)
            copy.write_text(copy.read_text().replace("cgroup: private", "cgroups: private"))
            done = run("compose-go", copy)
            report.claim("and refuses a slip of the pen in it", done.returncode != 0 and "cgroups" in done.stdout, done.stdout)
    report.skip("containers under a running engine", "none here; `deploy/check image` runs the worker's by runc with the same capabilities")


def secrets(report, folder, document):
    if os.geteuid() != 0:
        report.skip("the script `secrets`", "only root can give files away")
        return
    with tempfile.TemporaryDirectory() as scratch:
        copy = pathlib.Path(shutil.copy(folder / "secrets", scratch))
        done = run(copy)
        made = {each.name for each in pathlib.Path(scratch, "secrets.d").glob("*")}
        report.claim("the script `secrets` makes all that compose.yaml names", done.returncode == 0 and made == set(document["secrets"]), made)
        before = pathlib.Path(scratch, "secrets.d/control.nk").read_text()
        again = run(copy)
        kept = pathlib.Path(scratch, "secrets.d/control.nk").read_text() == before
        report.claim("and changes nothing the second time", again.returncode != 0 and kept, again.stdout)
        if report.has("nats-server", "its NATS configuration, as NATS reads it", "apt-get install nats-server"):
            done = run("nats-server", "-t", "-c", pathlib.Path(scratch, "secrets.d/nats.conf"))
            report.claim("NATS understands the configuration", done.returncode == 0, done.stdout)
