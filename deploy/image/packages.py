"""Debian packages of an image: resolved once into a lock file, then fetched by exactly that, by apt and with the signatures that it checks.

Nothing is installed: no maintainer script runs, and no root is needed. An image's files are the packages' own, in usr-merged form.
"""

import hashlib
import io
import pathlib
import re
import subprocess
import tarfile
import urllib.parse

MERGED = re.compile(r"^(bin|sbin|lib|lib32|lib64|libx32)(/|$)")
# What a package brings for people at a terminal.
LEFT_OUT = re.compile(r"^usr/share/(doc|man|info|locale|lintian|bug|bash-completion|doc-base)(/|$)")


class Lacking(Exception):
    """Something that is needed is not to be had; its text says what and how to get it."""


class Apt:
    """The host's apt, its sources and keys, with a state of its own and another machine's architecture."""

    def __init__(self, arch, work):
        self.work = work
        for folder in ("state/lists/partial", "cache/archives/partial", "fetched"):
            (work / folder).mkdir(parents=True, exist_ok=True)
        (work / "status").touch()
        self.options = [
            f"-oAPT::Architecture={arch}",
            f"-oAPT::Architectures::={arch}",
            f"-oDir::State={work}/state",
            f"-oDir::State::status={work}/status",
            f"-oDir::Cache={work}/cache",
            "-oAPT::Install-Recommends=false",
            "-oAPT::Sandbox::User=root",
            "-qq",
        ]

    def update(self):
        self._run("update")

    def resolve(self, names):
        """Lines of a lock file for these packages and all that they need. The digests are of what apt fetched and checked."""
        text = self._run("install", "--print-uris", "--yes", *names)
        chosen = [
            (name, urllib.parse.unquote(version))
            for name, version in re.findall(r"^'\S+' (\S+?)_(\S+?)_\w+\.deb ", text, re.MULTILINE)
        ]
        if not chosen:
            raise Lacking(f"apt names no packages for {' '.join(names)}")
        self._run("download", *(f"{name}={version}" for name, version in chosen), cwd=self.work / "fetched")
        by_name = {tuple(urllib.parse.unquote(path.name).split("_")[:2]): path for path in (self.work / "fetched").glob("*.deb")}
        return sorted((name, version, hashlib.sha256(by_name[name, version].read_bytes()).hexdigest()) for name, version in chosen)

    def fetch(self, locked):
        """Paths of the packages of a lock file, in its order."""
        paths = {}
        for path in (self.work / "fetched").glob("*.deb"):
            paths[hashlib.sha256(path.read_bytes()).hexdigest()] = path
        missing = [f"{name}={version}" for name, version, digest in locked if digest not in paths]
        if missing:
            self._run("download", *missing, cwd=self.work / "fetched")
            for path in (self.work / "fetched").glob("*.deb"):
                paths[hashlib.sha256(path.read_bytes()).hexdigest()] = path
        for name, version, digest in locked:
            if digest not in paths:
                raise Lacking(f"{name} {version} is not what the lock file says; to resolve anew: build --lock")
        return [paths[digest] for _, _, digest in locked]

    def _run(self, *arguments, cwd=None):
        done = subprocess.run(["apt-get", *self.options, *arguments], capture_output=True, text=True, cwd=cwd, check=False)
        if done.returncode != 0:
            raise Lacking(f"apt-get {arguments[0]} failed: {done.stderr.strip()[-600:]}\nto resolve anew: build --lock")
        return done.stdout


def read_lock(path):
    """The packages that a lock file names."""
    if not path.is_file():
        raise Lacking(f"there is no {path}; to make it: build --lock")
    lines = [line.split() for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return [(name, version, digest) for digest, name, version in lines]


def write_lock(path, names, locked):
    head = f"# Made by `deploy/image/build --lock`, from: {' '.join(names)}\n"
    path.write_text(head + "".join(f"{digest}  {name} {version}\n" for name, version, digest in locked))


def unpack(path, tree):
    """Adds the files of a package to a tree, and what dpkg would have recorded, which Freehold and scanners for flaws look at."""
    data = subprocess.run(["dpkg-deb", "--fsys-tarfile", str(path)], capture_output=True, check=True).stdout
    recorded = []
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive:
            original = pathlib.PurePosixPath(member.name).as_posix().removeprefix(".")
            recorded.append(f"/{original or '.'}\n")
            name = merged(original)
            if not name or LEFT_OUT.match(name):
                continue
            mode = member.mode & 0o7777 & ~0o6000  # nothing in an image of Freehold gains rights by being executed
            if member.isdir():
                tree.folder(name, mode)
            elif member.issym():
                tree.link(name, member.linkname)
            elif member.islnk():
                tree.same(name, merged(pathlib.PurePosixPath(member.linkname).as_posix()))
            elif member.isfile():
                tree.file(name, archive.extractfile(member).read(), mode)
            else:
                raise Lacking(f"{path.name} has a member of a kind that no image needs: {member.name}")
    control = subprocess.run(["dpkg-deb", "--field", str(path)], capture_output=True, text=True, check=True).stdout
    name = re.search(r"^Package: (\S+)$", control, re.MULTILINE)[1]
    tree.file(f"var/lib/dpkg/info/{name}.list", "".join(recorded).encode())
    return control.replace(f"Package: {name}\n", f"Package: {name}\nStatus: install ok installed\n", 1)


def merged(name):
    return "usr/" + name if MERGED.match(name) else name
