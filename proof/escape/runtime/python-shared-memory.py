#!/usr/bin/python3
# Attack: Leaves a block of multiprocessing's shared memory under a name, for the next Python program to attach to.
# Row: T9.1
# Cells: one after the other
# Promise: HELD
# Without: none alone: /dev/shm is part of each cell's own disk
# Class: interpreted
# Root: languages
# Limits: memory=256M
import os
import sys
from multiprocessing import resource_tracker, shared_memory

if sys.argv[1] == "first":
    block = shared_memory.SharedMemory("freehold-proof", create=True, size=4096)
    block.buf[:4] = b"left"
    resource_tracker.unregister(block._name, "shared_memory")
    assert os.path.exists("/dev/shm/freehold-proof")
    print("HELD")
else:
    try:
        shared_memory.SharedMemory("freehold-proof")
        print("OPEN the block of the first is there")
        sys.exit(1)
    except FileNotFoundError:
        print("HELD")
