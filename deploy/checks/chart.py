"""The chart: understood by helm, of the form that Kubernetes says, the same as it was when it was last looked at, and with what the daemon needs."""

import json
import os
import pathlib
import shutil
import tempfile

import yaml

from .report import run

LEAST = ["--set", "database.address=postgresql://freehold@db:5432/freehold", "--set", "nats.address=nats://nats:4222"]
ALL = [*LEAST, "--set", "control.autoscaling.enabled=true", "--set", "image.digest=sha256:" + "0" * 64, "--set", "worker.environment.FREEHOLD_LABEL=rack=7"]
VERSIONS = ["1.30", "1.34"]


def check(report):
    chart = report.deploy / "helm/freehold"
    if not report.has("helm", "the chart", "deploy/check --get"):
        return
    done = run("helm", "lint", "--strict", chart, *LEAST, "--kube-version", "1.34.0")
    report.claim("helm lint has no objection", done.returncode == 0, done.stdout)
    rendered = template(chart, ALL)
    report.claim("helm renders it with everything switched on", rendered.returncode == 0, rendered.stdout)
    golden = report.deploy / "helm/rendered.yaml"
    if os.environ.get("GOLDEN") == "update":
        golden.write_text(rendered.stdout)
    same = golden.is_file() and golden.read_text() == rendered.stdout
    report.claim("it renders to deploy/helm/rendered.yaml (GOLDEN=update writes that)", same, "differs; see git diff after GOLDEN=update deploy/check chart")
    refuses(report, chart)
    understood(report, rendered.stdout)
    objects = {(each["kind"], each["metadata"]["name"]): each for each in yaml.safe_load_all(rendered.stdout) if each}
    budgets = [name for kind, name in objects if kind == "PodDisruptionBudget"]
    # The eviction of its pods would be refused for ever: a DaemonSet has no scale to count them by.
    report.claim("no budget of disruptions is that of a DaemonSet", budgets == ["fh-control"], budgets)
    worker(report, objects[("DaemonSet", "fh-worker")]["spec"]["template"]["spec"])
    control(report, objects)
    plain = [each["kind"] for each in yaml.safe_load_all(template(chart, LEAST).stdout) if each]
    rule = {"to": [{"ipBlock": {"cidr": "10.1.0.0/16"}}], "ports": [{"port": 4318}]}
    allowed = template(chart, [*LEAST, "--set-json", "networkPolicy.egress=" + json.dumps([rule])])
    policies = {each["metadata"]["name"]: each["spec"] for each in yaml.safe_load_all(allowed.stdout) if each and each["kind"] == "NetworkPolicy"}
    report.claim("a rule of egress is let out of controls", rule in policies["fh-control"]["egress"], allowed.stdout)
    report.claim("and not out of workers", rule not in policies["fh-worker"]["egress"])
    report.claim("without autoscaling there is no autoscaler", "HorizontalPodAutoscaler" not in plain, plain)
    report.skip("the chart in a cluster", "none here")


def template(chart, settings):
    return run("helm", "template", "fh", chart, "--kube-version", "1.34.0", *settings)


def refuses(report, chart):
    done = template(chart, LEAST[2:])
    report.claim("without a database it renders nothing, and says what to set", done.returncode != 0 and "database.address" in done.stdout, done.stdout)
    done = template(chart, [*LEAST, "--set", "database.address=postgresql://freehold:secret@db/freehold"])
    report.claim("a password in an address is refused", done.returncode != 0 and "database.secret" in done.stdout, done.stdout)


def understood(report, text):
    tool = shutil.which("kubernetes-validate") or report.tools / "python/bin/kubernetes-validate"
    if not pathlib.Path(tool).exists():
        report.skip("objects by the schemas of Kubernetes", "no kubernetes-validate here; deploy/check --get")
        return
    with tempfile.TemporaryDirectory() as scratch:
        file = pathlib.Path(scratch, "rendered.yaml")
        file.write_text(text)
        for version in VERSIONS:
            done = run(tool, "-k", version, "--strict", file)
            report.claim(f"every object is one of Kubernetes {version}", done.returncode == 0, done.stdout)


def worker(report, pod):
    [container] = pod["containers"]
    security = container["securityContext"]
    added = set(security["capabilities"]["add"])
    needed = report.daemon_capabilities()
    report.claim("a worker has the capabilities of the daemon and no other", added == needed, added ^ needed)
    report.claim("a worker is not privileged, and drops all others", security["privileged"] is False and security["capabilities"]["drop"] == ["ALL"])
    shares = [each for each in ("hostNetwork", "hostPID", "hostIPC") if pod.get(each)]
    report.claim("a worker shares no namespace with its node, and has no token", not shares and pod["automountServiceAccountToken"] is False, shares)
    report.claim("a pod waits longer for its end than a worker drains", pod["terminationGracePeriodSeconds"] > 300)


def control(report, objects):
    pod = objects[("Deployment", "fh-control")]["spec"]["template"]["spec"]
    [container] = pod["containers"]
    security = container["securityContext"]
    bare = pod["securityContext"]["runAsNonRoot"] and not security["allowPrivilegeEscalation"] and security["capabilities"] == {"drop": ["ALL"]}
    report.claim("a control is nobody, and can become nobody else", bare and security["readOnlyRootFilesystem"])
    paths = {probe: container[probe]["httpGet"]["path"] for probe in ("startupProbe", "livenessProbe", "readinessProbe")}
    expected = {"startupProbe": "/healthz", "livenessProbe": "/healthz", "readinessProbe": "/readyz"}
    report.claim("it lives by /healthz and gets requests by /readyz", paths == expected, paths)
    autoscaler = objects[("HorizontalPodAutoscaler", "fh-control")]["spec"]["metrics"][0]["pods"]["metric"]["name"]
    source = (report.home / "control/src/main/java/freehold/control/http/ApiServer.java").read_text()
    report.claim("its autoscaler goes by a metric that Freehold has", f'"{autoscaler.replace("_", ".")}"' in source, autoscaler)
    values = [each for each in container["env"] if "PASSWORD" in each["name"] or "NKEY" in each["name"]]
    report.claim("secrets are named by file", all(each["value"].startswith("/secrets/") for each in values), values)
