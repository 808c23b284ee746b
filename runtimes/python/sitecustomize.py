"""Waits, with the interpreter initialised, for one program, and lets the interpreter go on to run it.

Python imports this module as the last act of its own start, before it opens the script that its command line names. So the program runs as it
would have cold: the interpreter itself opens it, and nothing of this module is in a traceback. A byte at descriptor 4
says that we wait; descriptor 3 brings `count NUL argument NUL … NUL NAME=VALUE NUL …` and ends. Both are closed before the program begins.
"""

import gc
import os
import sys


def _preload():
    # what programs of learners and judges import most; each is there already, and costs them nothing. Not all are in each version
    for name in (
        "bisect collections copy dataclasses datetime decimal fractions functools heapq io itertools "
        "json math operator random re string time typing"
    ).split():
        try:
            __import__(name)
        except ImportError:
            pass


def _wait():
    os.write(4, b"w")
    os.close(4)
    received = bytearray()
    while True:
        chunk = os.read(3, 65536)
        if not chunk:
            break
        received += chunk
    os.close(3)
    count, rest = bytes(received).split(b"\0", 1)
    fields = rest.split(b"\0")[:-1]
    arguments = [os.fsdecode(field) for field in fields[: int(count)]]
    os.environ.clear()
    for pair in fields[int(count) :]:
        name, value = pair.split(b"=", 1)
        os.environb[name] = value
    # a file of the program's own comes before a module of the library, but not before one that is here already: then it starts cold.
    # So does 3.6, which has no sys.argv yet
    if sys.version_info < (3, 7) or any(name.partition(".")[0] in sys.modules for name in os.listdir()):
        os.execv(arguments[0], arguments)
    sys.argv[1:] = arguments[2:]


_preload()
# what lives by now lives to the end: the last collection need not look at it, which halves the time that a short program takes to end
gc.collect()
if hasattr(gc, "freeze"):  # from 3.7 on
    gc.freeze()
sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
_wait()
# the program shall draw numbers of its own, not those that this interpreter drew at its start
sys.modules["random"].seed()
for _name in [_name for _name in globals() if _name != "__spec__"]:
    del globals()[_name]
