"""Trees of files, and images of them: an OCI image layout, and the same as a tar archive for `docker load`.

Equal trees are equal bytes: entries are sorted, belong to root, and have one time. The image's id is the digest of its configuration, which
names the uncompressed layers; how a zlib compresses changes the digest of the manifest, never the id.
"""

import gzip
import hashlib
import io
import json
import pathlib
import tarfile

# 2026-01-01, as the files of a bundle have it.
EPOCH = 1_767_225_600
CREATED = "2026-01-01T00:00:00Z"
MANIFEST = "application/vnd.oci.image.manifest.v1+json"
INDEX = "application/vnd.oci.image.index.v1+json"
CONFIG = "application/vnd.oci.image.config.v1+json"
LAYER = "application/vnd.oci.image.layer.v1.tar+gzip"


class Tree:
    """What a layer holds, by path without a leading slash."""

    def __init__(self):
        self.nodes = {}

    def folder(self, name, mode=0o755):
        self._parents(name)
        self.nodes.setdefault(name, ("folder", mode, b""))

    def file(self, name, content, mode=0o644):
        self._parents(name)
        self.nodes[name] = ("file", mode, content)

    def link(self, name, target):
        self._parents(name)
        self.nodes[name] = ("link", 0o777, target.encode())

    def same(self, name, other):
        self._parents(name)
        self.nodes[name] = self.nodes[other]

    def add(self, source, name):
        """A folder of this machine, with all that is in it."""
        for path in sorted(pathlib.Path(source).rglob("*")):
            at = f"{name}/{path.relative_to(source).as_posix()}"
            if path.is_symlink():
                self.link(at, str(path.readlink()))
            elif path.is_dir():
                self.folder(at)
            else:
                self.file(at, path.read_bytes(), 0o755 if path.stat().st_mode & 0o100 else 0o644)

    def _parents(self, name):
        for parent in reversed(pathlib.PurePosixPath(name).parents):
            if parent.as_posix() != ".":
                self.nodes.setdefault(parent.as_posix(), ("folder", 0o755, b""))

    def tar(self):
        """The bytes of the layer."""
        target = io.BytesIO()
        with tarfile.open(fileobj=target, mode="w", format=tarfile.GNU_FORMAT) as archive:
            for name in sorted(self.nodes):
                kind, mode, content = self.nodes[name]
                member = tarfile.TarInfo(name)
                member.mode, member.mtime = mode, EPOCH
                if kind == "folder":
                    member.type = tarfile.DIRTYPE
                elif kind == "link":
                    member.type, member.linkname = tarfile.SYMTYPE, content.decode()
                else:
                    member.size = len(content)
                archive.addfile(member, io.BytesIO(content) if kind == "file" else None)
        return target.getvalue()


class Layout:
    """An OCI image layout in a folder."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        (self.folder / "blobs/sha256").mkdir(parents=True, exist_ok=True)

    def write(self, trees, arch, settings, reference):
        """Writes an image, and tells its id and the digest of its manifest."""
        plain = [tree.tar() for tree in trees]
        layers = [self._blob(gzip.compress(each, 6, mtime=0), LAYER) for each in plain]
        config = {
            "created": CREATED,
            "architecture": arch,
            "os": "linux",
            "config": settings,
            "rootfs": {"type": "layers", "diff_ids": [digest(each) for each in plain]},
            "history": [{"created": CREATED, "created_by": "deploy/image/build"} for _ in plain],
        }
        configured = self._blob(text(config), CONFIG)
        manifest = {"schemaVersion": 2, "mediaType": MANIFEST, "config": configured, "layers": layers}
        described = self._blob(text(manifest), MANIFEST)
        described["platform"] = {"architecture": arch, "os": "linux"}
        described["annotations"] = {"org.opencontainers.image.ref.name": reference}
        index = {"schemaVersion": 2, "mediaType": INDEX, "manifests": [described]}
        (self.folder / "index.json").write_bytes(text(index))
        (self.folder / "oci-layout").write_bytes(text({"imageLayoutVersion": "1.0.0"}))
        blob = "blobs/sha256/"
        loadable = {
            "Config": blob + configured["digest"][7:],
            "RepoTags": ["freehold:" + reference],
            "Layers": [blob + layer["digest"][7:] for layer in layers],
        }
        (self.folder / "manifest.json").write_bytes(text([loadable]))
        return configured["digest"], described["digest"]

    def archive(self, target):
        """The layout as one file, which `docker load`, `podman load` and `skopeo` read."""
        tree = Tree()
        tree.add(self.folder, "layout")
        tree.nodes = {name.removeprefix("layout/"): node for name, node in tree.nodes.items() if name != "layout"}
        pathlib.Path(target).write_bytes(tree.tar())

    def _blob(self, content, kind):
        name = digest(content)
        (self.folder / "blobs/sha256" / name[7:]).write_bytes(content)
        return {"mediaType": kind, "digest": name, "size": len(content)}


def digest(content):
    return "sha256:" + hashlib.sha256(content).hexdigest()


def text(document):
    return json.dumps(document, separators=(",", ":"), sort_keys=True).encode()
