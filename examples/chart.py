# Writes a picture without any library, and brings it back:
#   ./freehold run --collect '*.svg' --out . examples/chart.py 3 1 4 1 5 9 2 6
import sys

values = [float(text) for text in sys.argv[1:]] or [3, 1, 4, 1, 5, 9, 2, 6]
scale = 180 / max(values)
bars = "".join(
    f'<rect x="{10 + 40 * i}" y="{190 - v * scale:.0f}" width="30" height="{v * scale:.0f}" fill="steelblue"/>'
    for i, v in enumerate(values)
)
with open("chart.svg", "w") as file:
    file.write(f'<svg xmlns="http://www.w3.org/2000/svg" width="{20 + 40 * len(values)}" height="200">{bars}</svg>\n')
print("wrote chart.svg")
