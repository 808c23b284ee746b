# Never ends by itself: ./freehold run --limit cpu=1s examples/limits/spin.py
while True:
    pass
