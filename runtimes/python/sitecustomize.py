"""Waits, with the interpreter initialised, for one program, and lets the interpreter go on to run it.

Python imports this module as the last act of its own start, before it opens the script that its command line names. So the program runs as it
would have cold: the interpreter itself opens it, and nothing of this module is in a traceback. A byte at descriptor 4
says that we wait; descriptor 3 brings `count NUL argument NUL … NUL NAME=VALUE NUL …` and ends. Both are closed before the program begins.
"""

import gc
import os
import sys


# what programs of learners and judges import most; each is there already, and costs them nothing. Not all are in each version
_USUAL = (
    "bisect collections copy datetime decimal fractions functools heapq io itertools "
    "json math operator random re string time typing"
)
# of a bundle that has its packages in /opt/NAME, those that take longest to import and that its users chose it for
_OF_PROFILES = {"science": "numpy pandas"}


def _preload():
    names = _USUAL.split()
    for profile, packages in _OF_PROFILES.items():
        if os.path.isdir("/opt/" + profile):
            names += packages.split()
    for name in names:
        try:
            __import__(name)
        except ImportError:
            pass


def _touch():
    # what a program needs first and this module does not: the compiler's own pages are in memory before there is a program to compile
    compile(
        "from math import sqrt\n"
        "class A(object):\n"
        "    def f(self, *a, b=2, **k):\n"
        "        global q\n"
        "        for i, j in enumerate(sorted(a, key=lambda z: -z)): yield f'{i!r:>3} {1.5:.2f}'\n"
        "        try: return {1: [n * 2 for n in a if n and not b], 'c': (3, 4)}[1][1:-1:2]\n"
        "        except (TypeError, KeyError) as e: raise ValueError('no') from e\n"
        "        while q is not None or q < 2: q -= 1\n"
        "with open(0) as h: print(sum(map(int, h.read().split())), end='')\n",
        "",
        "exec",
    )


def _outlive():
    # At its end the interpreter clears each module and type, which frees thousands of functions and descriptors one by one. A cycle that the
    # collector never sees (it is frozen below) holds all that are here now, and they go with the process. Nothing that a program could fill is
    # among them
    from types import BuiltinFunctionType, ClassMethodDescriptorType, FunctionType, GetSetDescriptorType
    from types import MemberDescriptorType, MethodDescriptorType, WrapperDescriptorType

    kinds = (type, property, classmethod, staticmethod, FunctionType, BuiltinFunctionType, GetSetDescriptorType, MemberDescriptorType)
    kinds += (MethodDescriptorType, ClassMethodDescriptorType, WrapperDescriptorType)
    kept = [each for each in gc.get_objects() if issubclass(type(each), kinds)]
    kept.append(kept)


def _renew_main():
    # the collector does not see what is frozen. Were the dictionary of the program's names, then an object of the program that its own functions
    # lead back to would never be freed, and what it does at its end not be done
    names = vars(sys.modules["__main__"])
    sys.modules["__main__"] = type(sys)("__main__")
    vars(sys.modules["__main__"]).update(names)


def _skip_users_module():
    # the interpreter asks for usercustomize next. There is none, and to find that out again takes a while: what answers is gone after
    import importlib.machinery
    import site

    class Finder:
        @staticmethod
        def find_spec(name, path=None, target=None, finders=sys.meta_path, missing=ImportError):
            # asked when the names of this module are gone; up to 3.9 those of the language are then, too
            del finders[0]
            raise missing(name=name)

    if site.ENABLE_USER_SITE and importlib.machinery.PathFinder.find_spec("usercustomize") is None:
        sys.meta_path.insert(0, Finder)


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
_touch()
# what lives by now lives to the end: the last collection need not look at it, which halves the time that a short program takes to end
gc.collect()
if hasattr(gc, "freeze"):  # from 3.7 on
    _outlive()
    gc.freeze()
    _renew_main()
sys.path.remove(os.path.dirname(os.path.abspath(__file__)))
_skip_users_module()
_wait()
# the program shall draw numbers of its own, not those that this interpreter drew at its start
sys.modules["random"].seed()
for _name in [_name for _name in globals() if _name != "__spec__"]:
    del globals()[_name]
