"""What passed, what failed, and what could not be looked at."""

import pathlib
import re
import shutil
import subprocess


class Report:
    def __init__(self, deploy, tools):
        self.deploy = deploy
        self.home = deploy.parent
        self.tools = tools
        self.passed = self.failed = 0
        self.skipped = []

    def claim(self, sentence, holds, why=""):
        """One check. What failed says why."""
        if holds:
            self.passed += 1
            print(f"  ✓ {sentence}")
        else:
            self.failed += 1
            print(f"  ✗ {sentence}")
            for line in str(why).strip().splitlines()[-20:]:
                print(f"      {line}")

    def skip(self, sentence, lack):
        self.skipped.append(f"{sentence}: {lack}")
        print(f"  - not looked at: {sentence} ({lack})")

    def has(self, tool, sentence, how):
        """Whether a tool is there; if not, the check is skipped in words."""
        if shutil.which(tool):
            return True
        self.skip(sentence, f"no {tool} here; {how}")
        return False

    def daemon_capabilities(self):
        """What the cell daemon keeps, by its own source: the one place where that is said."""
        source = (self.home / "cell/identity.c").read_text()
        block = source[source.index("identity_keep_needed") : source.index("};", source.index("identity_keep_needed"))]
        return set(re.findall(r"CAP_([A-Z_]+)", block))

    def close(self):
        for each in self.skipped:
            print(f"not looked at: {each}")
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0


def run(*command, **options):
    """A finished process, with all that it wrote in `stdout`."""
    merged = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "check": False, **options}
    return subprocess.run([str(each) for each in command], **merged)


def built(home):
    """Whether ./freehold was built here."""
    return (home / ".build/app/built").is_file()


def texts(folder, pattern):
    return {path: path.read_text() for path in sorted(pathlib.Path(folder).glob(pattern))}
