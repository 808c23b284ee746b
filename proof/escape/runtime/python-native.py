#!/usr/bin/python3
# Attack: Calls the kernel from Python by ctypes, in a thread, and by the calls that its library wraps.
# Row: T9.2
# Promise: HELD
# Without: none alone: as for compiled programs
# Class: interpreted
# Root: languages
# Limits: memory=256M
import ctypes
import os
import socket
import sys
import threading

libc = ctypes.CDLL(None, use_errno=True)
asked, failed = 0, []


def refused(what, call):
    global asked
    asked += 1
    try:
        result = call()
    except OSError:
        return
    if result is None or result >= 0:
        failed.append(what)


def probe():
    refused("unshare by ctypes", lambda: libc.unshare(0x10000000))
    refused("ptrace by ctypes", lambda: libc.ptrace(0, 0, 0, 0))
    refused("setuid", lambda: os.setuid(0))
    refused("chroot", lambda: os.chroot("/work"))
    refused("SCHED_FIFO", lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)))
    refused("nice", lambda: os.nice(-5))
    refused("a TCP socket", lambda: socket.socket(socket.AF_INET).fileno())
    refused("a vsock", lambda: socket.socket(socket.AF_VSOCK).fileno())
    refused("a pseudo terminal", lambda: os.openpty()[0])
    refused("mknod", lambda: os.mknod("/work/null", 0o020666, os.makedev(1, 3)))


probe()
thread = threading.Thread(target=probe)
thread.start()
thread.join()
for what in failed:
    print("OPEN", what)
if asked == 20 and not failed:
    print("HELD")
sys.exit(0 if asked == 20 and not failed else 1)
