"""Runs the image as an engine would run a service of compose.yaml: by runc, with what that file gives, and nothing more.

    container.py BUNDLE SERVICE [HOST:PLACE | NAME=VALUE]… -- ARGUMENT…    writes runc's configuration into the bundle

BUNDLE is what umoci unpacked, SERVICE one of compose.yaml. HOST:PLACE is bound read-write, NAME=VALUE is in the environment. Control groups are
shown read-only, as engines do, and the network is this machine's.
"""

import json
import pathlib
import resource
import sys

import yaml

COMPOSE = pathlib.Path(__file__).resolve().parent.parent / "compose/compose.yaml"
MASKED = ["/proc/acpi", "/proc/kcore", "/proc/keys", "/proc/latency_stats", "/proc/timer_list", "/proc/sched_debug", "/proc/scsi", "/sys/firmware"]
READ_ONLY = ["/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger"]


def configuration(bundle, name, given, arguments):
    """runc's config.json, from the image's own settings and the service's."""
    service = yaml.safe_load(COMPOSE.read_text())["services"][name]
    config = json.loads((bundle / "image.json").read_text())
    binds = [each for each in given if each.startswith("/")]
    secrets = any(each.endswith(":/run/secrets") for each in binds)
    environment = {key: value for key, value in service["environment"].items() if secrets or not str(value).startswith("/run/secrets")}
    environment |= dict(each.split("=", 1) for each in given if not each.startswith("/"))
    capabilities = ["CAP_" + each for each in service.get("cap_add", [])]
    process = config["process"]
    process["terminal"] = False
    process["args"] = ["/opt/freehold/start", *arguments]
    process["capabilities"] = dict.fromkeys(("bounding", "effective", "permitted"), capabilities)
    process["noNewPrivileges"] = "no-new-privileges:true" in service["security_opt"]
    process["env"] += [f"{key}={value}" for key, value in environment.items()]
    if "user" in service:
        process["user"] = dict(zip(("uid", "gid"), map(int, service["user"].split(":"))))
    process["rlimits"] = [limit(key, value) for key, value in service.get("ulimits", {}).items()]
    config["root"]["readonly"] = service["read_only"]
    usual = [each for each in config["mounts"] if each["destination"] not in ("/run", "/tmp")]
    for each in usual:
        if each["type"] == "cgroup" and "ro" not in each["options"]:
            each["options"].append("ro")
    for text in service["tmpfs"]:
        place, _, options = text.partition(":")
        kept = [option for option in options.split(",") if option]
        usual.append({"destination": place, "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "nodev", "noexec", *kept]})
    for text in binds:
        host, _, place = text.partition(":")
        usual.append({"destination": place, "type": "bind", "source": host, "options": ["rbind", "rw"]})
    config["mounts"] = usual
    namespaces = ["pid", "ipc", "uts", "mount", "cgroup"]  # the network is the host's, where a check has its NATS
    config["linux"] = {
        "namespaces": [{"type": each} for each in namespaces],
        "maskedPaths": MASKED,
        "readonlyPaths": READ_ONLY,
        "resources": {"devices": [{"allow": False, "access": "rwm"}]},
    }
    config["hostname"] = service.get("hostname", name)
    return config


def limit(name, value):
    """As asked for, unless this machine gives nobody as much."""
    kind = "RLIMIT_" + name.upper()
    hard = resource.getrlimit(getattr(resource, kind))[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    return {"type": kind, "soft": value, "hard": value}


if __name__ == "__main__":
    split = sys.argv.index("--")
    folder, asked, *rest = sys.argv[1:split]
    bundle_of = pathlib.Path(folder)
    if not (bundle_of / "image.json").exists():
        (bundle_of / "config.json").rename(bundle_of / "image.json")
    (bundle_of / "config.json").write_text(json.dumps(configuration(bundle_of, asked, rest, sys.argv[split + 1 :]), indent=1))
