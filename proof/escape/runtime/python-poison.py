#!/usr/bin/python3
# Attack: Leaves code where every later Python program looks for it: byte code, site packages, sitecustomize, a .pth file.
# Row: T9.1
# Promise: HELD
# Without: none alone: the layers are read-only, landlock has no rule for them, and the files belong to root
# Class: interpreted, managed
# Root: languages
# Limits: memory=256M
import os
import site
import sys

opened = []
places = [*sys.path, *site.getsitepackages(), os.path.dirname(os.__file__), os.path.dirname(sys.executable)]
asked = 0
for place in places:
    if not place.startswith("/usr"):
        continue
    for name in ("sitecustomize.py", "left.pth", "__pycache__/os.cpython-311.pyc", "os.py"):
        asked += 1
        try:
            with open(os.path.join(place, name), "ab"):
                opened.append(f"{place}/{name}")
        except OSError:
            pass
for path in opened:
    print("OPEN", path)
if asked == 0:
    print("ODD no place to try")
if asked > 0 and not opened:
    print("HELD")
sys.exit(0 if asked > 0 and not opened else 1)
