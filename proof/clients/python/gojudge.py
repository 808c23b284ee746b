"""What users of go-judge do with it, as its own documentation shows it, by the standard library: it has no client package."""

import json
import os
import urllib.error
import urllib.request

PLACE = os.environ["FREEHOLD_GO_JUDGE"]
SECOND = 1_000_000_000
ENV = ["PATH=/usr/bin:/bin"]
SUM = "#include <iostream>\nint main() { int a, b; std::cin >> a >> b; std::cout << a + b << std::endl; }"


def call(method, path, body=None, kind="application/json"):
    asked = urllib.request.Request(PLACE + path, data=body, method=method, headers={"Content-Type": kind} if body else {})
    try:
        with urllib.request.urlopen(asked, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def run(*cmds, **more):
    status, answer = call("POST", "/run", json.dumps({"cmd": cmds, **more}).encode())
    assert status == 200, (status, answer)
    return json.loads(answer)


def cmd(args, stdin="", **more):
    files = [{"content": stdin}, {"name": "stdout", "max": 10240}, {"name": "stderr", "max": 10240}]
    limits = {"cpuLimit": 10 * SECOND, "memoryLimit": 512 << 20, "procLimit": 50}
    return {"args": args, "env": ENV, "files": files, **limits, **more}


def built(source, compiler="/usr/bin/g++", name="a.cc"):
    result = run(cmd([compiler, name, "-o", "a"], copyIn={name: {"content": source}}, copyOut=["stdout", "stderr"], copyOutCached=["a"]))[0]
    assert result["status"] == "Accepted", result
    return result["fileIds"]["a"]


def once(file, stdin="", **more):
    return run(cmd(["a"], stdin, copyIn={"a": {"fileId": file}}, **{"cpuLimit": SECOND, "clockLimit": 20 * SECOND, "memoryLimit": 64 << 20, **more}))[0]


def gojudge_compiles_caches_and_runs():
    file = built(SUM)
    result = once(file, "1 2\n")
    assert result["status"] == "Accepted" and result["files"]["stdout"] == "3\n", result
    assert result["exitStatus"] == 0 and 0 < result["time"] < SECOND and result["memory"] > 0 and result["runTime"] > 0, result
    assert call("DELETE", "/file/" + file)[0] == 200
    assert call("GET", "/file/" + file)[0] == 404


def gojudge_tells_how_a_compiler_failed():
    result = run(cmd(["/usr/bin/g++", "a.cc", "-o", "a"], copyIn={"a.cc": {"content": "int main() { nothing; }"}}, copyOutCached=["a?"]))[0]
    assert result["status"] == "Nonzero Exit Status" and result["exitStatus"] == 1, result
    assert "not declared" in result["files"]["stderr"] and "fileIds" not in result, result


def gojudge_gives_every_verdict():
    file = built(
        "#include <cstdio>\n#include <cstdlib>\n#include <cstring>\nint main() { char what = getchar(); switch (what) {"
        " case 't': for (volatile int i = 0;; i = i + 1) {}"
        " case 'm': for (;;) { char *all = (char *) malloc(1 << 20); if (all) memset(all, 1, 1 << 20); }"
        " case 'e': return 3; case 's': abort(); case 'o': for (;;) puts(\"more\"); } }"
    )
    ends = {"t": "Time Limit Exceeded", "m": "Memory Limit Exceeded", "e": "Nonzero Exit Status", "s": "Signalled", "o": "Output Limit Exceeded"}
    for what, status in ends.items():
        result = once(file, what)
        assert result["status"] == status, (what, result)
    assert once(file, "e")["exitStatus"] == 3 and once(file, "s")["exitStatus"] == 6
    result = once(file, "x", copyOut=["absent"])
    assert result["status"] == "File Error" and result["fileError"][0]["type"] == "CopyOutOpen", result
    result = run(cmd(["/usr/bin/no-such-program"]))[0]
    assert result["status"] == "Internal Error", result


def gojudge_runs_an_interpreter_and_brings_files_back():
    source = "open('/w/out.txt', 'w').write(input()[::-1]); print(open('in.txt').read(), end='')"
    form = b'--b\r\nContent-Disposition: form-data; name="file"; filename="in.txt"\r\n\r\nfrom a file\r\n--b--\r\n'
    status, answer = call("POST", "/file", form, "multipart/form-data; boundary=b")
    assert status == 200, answer
    file = json.loads(answer)
    copies = {"a.py": {"content": source}, "in.txt": {"fileId": file}}
    result = run(cmd(["/usr/bin/python3", "a.py"], "olleh\n", copyIn=copies, copyOut=["out.txt", "absent?"]))[0]
    assert result["status"] == "Accepted", result
    assert result["files"]["stdout"] == "from a file" and result["files"]["out.txt"] == "hello", result


def gojudge_refuses_files_of_the_host():
    status, answer = call("POST", "/run", json.dumps({"cmd": [cmd(["a"], copyIn={"a": {"src": "/etc/passwd"}})]}).encode())
    assert status == 400 and b"host" in answer, (status, answer)


def gojudge_lets_two_programs_talk():
    guesser = "low, high = 1, 1000\nwhile True:\n    middle = (low + high) // 2\n    print(middle, flush=True)\n    said = input()\n"
    guesser += "    if said == 'yes': break\n    low, high = (middle + 1, high) if said == 'more' else (low, middle - 1)\n"
    interactor = (
        "#include <iostream>\n#include <string>\nint main() { for (int guess, tries = 0; std::cin >> guess && ++tries < 12;) {"
        ' if (guess == 777) { std::cout << "yes" << std::endl; std::cerr << tries; return 0; }'
        ' std::cout << (guess < 777 ? "more" : "less") << std::endl; } return 1; }'
    )
    judge = built(interactor)
    cmds = [
        cmd(["/usr/bin/python3", "a.py"], copyIn={"a.py": {"content": guesser}}) | {"files": [None, None, {"name": "stderr", "max": 10240}]},
        cmd(["a"], copyIn={"a": {"fileId": judge}}) | {"files": [None, None, {"name": "stderr", "max": 10240}]},
    ]
    there = {"in": {"index": 0, "fd": 1}, "out": {"index": 1, "fd": 0}, "proxy": True, "name": "guesses", "max": 10240}
    back = {"in": {"index": 1, "fd": 1}, "out": {"index": 0, "fd": 0}, "proxy": True, "name": "replies", "max": 10240}
    for _ in range(5):
        guessed, judged = run(*cmds, pipeMapping=[there, back])
        assert guessed["status"] == "Accepted" and judged["status"] == "Accepted", (guessed, judged)
        assert guessed["files"]["guesses"].startswith("500\n750\n") and guessed["files"]["guesses"].endswith("777\n"), guessed
        assert judged["files"]["replies"].endswith("yes\n") and int(judged["files"]["stderr"]) < 12, judged


def gojudge_ends_one_whose_partner_is_gone():
    talks = {"files": [None, None, {"name": "stderr", "max": 10240}], "clockLimit": 20 * SECOND}
    waits = cmd(["/usr/bin/python3", "a.py"], copyIn={"a.py": {"content": "print(repr(input()))"}}) | talks
    spins = cmd(["/usr/bin/python3", "a.py"], copyIn={"a.py": {"content": "while True: pass"}}, cpuLimit=SECOND) | talks
    pipes = [{"in": {"index": a, "fd": 1}, "out": {"index": 1 - a, "fd": 0}} for a in range(2)]
    waited, spun = run(waits, spins, pipeMapping=pipes)
    assert spun["status"] == "Time Limit Exceeded", spun
    assert waited["status"] == "Nonzero Exit Status" and "EOFError" in waited["files"]["stderr"], waited


CHECKS = [
    gojudge_compiles_caches_and_runs,
    gojudge_tells_how_a_compiler_failed,
    gojudge_gives_every_verdict,
    gojudge_runs_an_interpreter_and_brings_files_back,
    gojudge_refuses_files_of_the_host,
    gojudge_lets_two_programs_talk,
    gojudge_ends_one_whose_partner_is_gone,
]
