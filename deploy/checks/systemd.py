"""The units: understood by systemd, as closed as they say, and with what the daemon needs."""

import os
import pathlib
import re
import tempfile

from .report import built, run, texts

# The greatest exposure by systemd-analyze, of 100. Cells are made of what that page calls exposed.
EXPOSURE = {"freehold.service": 75, "freehold-worker.service": 75, "freehold-control.service": 15}
# Each is a filter of system calls, or implies one, which cells would inherit (seccomp(2): an errno comes before a notification).
FILTERS = [
    "SystemCallFilter", "SystemCallArchitectures", "ProtectKernelModules", "ProtectKernelLogs", "ProtectClock", "ProtectHostname",
    "PrivateDevices", "RestrictSUIDSGID", "RestrictNamespaces", "RestrictRealtime", "LockPersonality", "MemoryDenyWriteExecute",
]  # fmt: skip


def check(report):
    folder = report.deploy / "systemd"
    units = texts(folder, "*.service")
    needed = report.daemon_capabilities()
    for path, text in units.items():
        bounding = set(re.findall(r"CAP_([A-Z_]+)", " ".join(re.findall(r"^CapabilityBoundingSet=(.*)$", text, re.MULTILINE))))
        if path.name == "freehold-control.service":
            report.claim(f"{path.name} has no capability", not bounding, bounding)
        else:
            report.claim(f"{path.name} has the capabilities of the daemon and no other", bounding == needed, bounding ^ needed)
            filters = [each for each in FILTERS if re.search(rf"^{each}=(?!no$)", text, re.MULTILINE)]
            report.claim(f"{path.name} has no filter that cells would inherit", not filters, filters)
    if report.has("systemd-analyze", "units as systemd reads them", "apt-get install systemd"):
        analyse(report, units)
    if report.has("systemd-sysusers", "sysusers.conf and tmpfiles.conf", "apt-get install systemd"):
        make(report, folder)
    confined(report, needed)
    report.skip("units under a running systemd", "that takes a machine that was booted with it: docs/operate/systemd.md")


def analyse(report, units):
    with tempfile.TemporaryDirectory() as scratch:
        for path, text in units.items():
            # /opt/freehold is not here; all else is as it is.
            copy = pathlib.Path(scratch, path.name)
            copy.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.MULTILINE))
            done = run("systemd-analyze", "verify", "--man=no", copy)
            report.claim(f"{path.name} is understood by systemd", done.returncode == 0 and not done.stdout.strip(), done.stdout)
            most = EXPOSURE[path.name]
            done = run("systemd-analyze", "security", "--offline=true", f"--threshold={most}", "--no-pager", copy)
            last = done.stdout.strip().splitlines()[-1:]
            report.claim(f"{path.name} is exposed by {most / 10} at most", done.returncode == 0, last)


def make(report, folder):
    with tempfile.TemporaryDirectory() as scratch:
        root = pathlib.Path(scratch)
        for name in ("passwd", "group"):
            (root / "etc").mkdir(exist_ok=True)
            (root / "etc" / name).touch()
        done = run("systemd-sysusers", f"--root={root}", folder / "sysusers.conf")
        made = "freehold:" in (root / "etc/passwd").read_text()
        report.claim("sysusers.conf makes the user freehold", done.returncode == 0 and made, done.stdout)
        if os.geteuid() != 0:
            report.skip("tmpfiles.conf", "only root can give files away")
            return
        (root / "etc/freehold").mkdir()
        for name in ("worker.nk", "control.nk"):
            (root / "etc/freehold" / name).touch()
        done = run("systemd-tmpfiles", f"--root={root}", "--create", folder / "tmpfiles.conf")
        modes = {name: (root / "etc/freehold" / name).stat() for name in ("worker.nk", "control.nk")}
        right = modes["worker.nk"].st_mode & 0o777 == 0o400 and modes["worker.nk"].st_uid != 0
        right = right and modes["control.nk"].st_mode & 0o777 == 0o600 and modes["control.nk"].st_uid == 0
        report.claim("tmpfiles.conf leaves each secret to whoever needs it", done.returncode == 0 and right, done.stdout)


def confined(report, needed):
    sentence = "a program runs with the capabilities of the unit, and not with one less"
    if os.geteuid() != 0 or not built(report.home):
        report.skip(sentence, "needs root and a built Freehold: ./freehold version")
        return
    if run("flock", "--nonblock", report.home / ".build/lock", "true").returncode != 0:
        report.skip(sentence, "a build or `freehold check` is under way, for which it would wait")
        return
    with tempfile.TemporaryDirectory() as scratch:
        program = pathlib.Path(scratch, "product.py")
        program.write_text("print(6 * 7)\n")
        command = [report.home / "freehold", "run", program]
        done = run("setpriv", f"--bounding-set={bounding(needed)}", "--no-new-privs", *command)
        report.claim("a program runs with the capabilities of the unit", done.returncode == 0 and "42" in done.stdout, done.stdout)
        done = run("setpriv", f"--bounding-set={bounding(needed - {'SYS_TIME'})}", "--no-new-privs", *command)
        report.claim("with one less, none does", done.returncode != 0 and "capabilities of the daemon" in done.stdout, done.stdout)


def bounding(names):
    return ",".join(["-all", *sorted("+" + name.lower() for name in names)])
