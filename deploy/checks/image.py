"""The image: the same from the same, readable by tools that know images, and able to run a program with what compose.yaml gives a worker."""

import json
import os
import pathlib
import shutil
import tempfile

from .report import run


def check(report):
    home = pathlib.Path(os.environ.get("FREEHOLD_APP", report.home / ".build/app"))
    if not (home / "bin/freehold-cell").is_file():
        report.skip("the image", "needs a built Freehold: ./freehold version")
        return
    for tool in ("apt-get", "dpkg-deb"):
        if not report.has(tool, "the image", "it is made on a Debian"):
            return
    with tempfile.TemporaryDirectory() as scratch:
        work = pathlib.Path(scratch)
        command = [report.deploy / "image/build", "--app", home, "--cache", report.home / ".build/image-cache"]
        first = run(*command, "--out", work / "first")
        report.claim("an image is built", first.returncode == 0, first.stdout)
        if first.returncode != 0:
            return
        run(*command, "--out", work / "second")
        same = (work / "first/freehold.tar").read_bytes() == (work / "second/freehold.tar").read_bytes()
        report.claim("built again it is the same, to the byte", same)
        shutil.rmtree(work / "second", ignore_errors=True)
        foreign = work / "foreign/bin/java"
        foreign.parent.mkdir(parents=True)
        foreign.write_bytes(b"\x7fELF\x02\x01\x01".ljust(18, b"\0") + (8).to_bytes(2, "little") + bytes(44))  # EM_MIPS, of no image of ours
        foreign.chmod(0o755)
        wrong = run(*command, "--java", work / "foreign", "--out", work / "wrong")
        refused = wrong.returncode == 69 and "/opt/freehold/java/bin/java is not made for" in wrong.stdout
        report.claim("a program of another machine is refused", refused and not (work / "wrong").exists(), wrong.stdout)
        readable(report, work / "first")
        if report.has("umoci", "the image, unpacked and run", "apt-get install umoci"):
            bundle = work / "bundle"
            done = run("umoci", "unpack", *([] if os.geteuid() == 0 else ["--rootless"]), "--image", f"{work}/first/layout:0.1.0", bundle)
            report.claim("umoci unpacks it", done.returncode == 0, done.stdout)
            contained(report, bundle, work)


def readable(report, folder):
    if not report.has("skopeo", "the image, as another tool reads it", "apt-get install skopeo"):
        return
    for kind, place in (("oci", folder / "layout:0.1.0"), ("docker-archive", folder / "freehold.tar")):
        done = run("skopeo", "inspect", f"{kind}:{place}")
        label = done.returncode == 0 and json.loads(done.stdout)["Labels"]["org.opencontainers.image.title"]
        report.claim(f"skopeo reads it as {kind}", label == "Freehold", done.stdout)


def contained(report, bundle, work):
    sentence = "a program in a cell in a container, with what compose.yaml gives a worker"
    if os.geteuid() != 0:
        report.skip(sentence, "only root can make containers with those capabilities")
        return
    if not report.has("runc", sentence, "apt-get install runc"):
        return
    state = work / "state"
    run_folder = work / "run"
    for folder in (state, run_folder):
        folder.mkdir()
    run_folder.chmod(0o777)  # as Kubernetes gives it
    (state / "product.py").write_text("print(6 * 7)\n")

    def container(*arguments, more=(), service="worker-1"):
        configure = pathlib.Path(report.deploy / "image/container.py")
        done = run(shutil.which("python3"), configure, bundle, service, f"{state}:/var/lib/freehold", *more, "--", *arguments)
        return done if done.returncode != 0 else run("runc", "run", f"freehold-check-{os.getpid()}", cwd=bundle, stdin=-3)

    # The second time, the folder below a mount is there: an engine that begins a container again mounts into the same one.
    for _ in range(2):
        done = container("version", service="control-1")
    modes = f"{(bundle / 'rootfs/data').stat().st_mode & 0o7777:o}"
    report.claim("a control begun again may write to its /data", done.returncode == 0 and modes == "1777", f"{modes} {done.stdout}")
    done = container("version")
    report.claim("its freehold says its version", done.returncode == 0 and done.stdout.startswith("freehold "), done.stdout)
    done = container("doctor")
    report.claim("its doctor finds that it can run there", done.returncode == 0 and "Freehold can run here." in done.stdout, done.stdout)
    done = container("run", "/var/lib/freehold/product.py")
    report.claim("a program runs in a cell in it", done.returncode == 0 and "42" in done.stdout, done.stdout)
    done = container("run", "/var/lib/freehold/product.py", more=[f"{run_folder}:/run"])
    report.claim("also where /run is everybody's, as Kubernetes has it", done.returncode == 0 and "42" in done.stdout, done.stdout)
