"""Talks to a program while it runs.

pip install './sdk/python[attach]' && FREEHOLD_SERVER=http://127.0.0.1:8080 python examples/sdk/talk.py
"""

import freehold

HALVES = """
number = int(input("a number? "))
print(number // 2, "is half of", number)
"""

with freehold.Client() as client:
    begun = client.submit("python", HALVES, interactive=True)
    with client.attach(begun.id) as talk:
        for event in talk:
            match event:
                case freehold.Output(text="a number? "):
                    talk.write("42\n")
                case freehold.Output(text=text):
                    print(text, end="")
