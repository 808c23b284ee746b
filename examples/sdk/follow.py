"""Follows a program while it runs, and says how it ended.

pip install ./sdk/python && FREEHOLD_SERVER=http://127.0.0.1:8080 python examples/sdk/follow.py
"""

import freehold

COUNT = """
import time
for i in range(3):
    print("tick", i, flush=True)
    time.sleep(0.2)
"""

with freehold.Client() as client:
    begun = client.submit("python", COUNT, limits=freehold.Limits(wall_ms=5_000))
    for event in client.events(begun.id):
        match event:
            case freehold.Output(text=text):
                print(text, end="")
            case freehold.Finished(execution=execution):
                print(f"{execution.verdict}: {execution.explanation}")
