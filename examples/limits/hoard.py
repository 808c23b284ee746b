# Takes ever more memory: ./freehold run --limit memory=64M examples/limits/hoard.py
hoard = []
while True:
    hoard.append(bytearray(1 << 20))
