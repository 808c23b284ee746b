"""The peers' own Python clients, unchanged, against a real server. Each check prints one line; the last says how many passed."""

import asyncio
import os
import sys
import traceback

import gojudge
import sockets

MAIN = os.environ["FREEHOLD"]
JUDGE0 = os.environ["FREEHOLD_JUDGE0"]
PISTON = os.environ["FREEHOLD_PISTON"]
PYTHON = 71


def judge0_runs_and_judges():
    import judge0

    client = judge0.Client(JUDGE0, {})
    result = judge0.run(client=client, source_code="print(input()[::-1])", language=PYTHON, stdin="olleh", expected_output="hello")
    assert result.status == judge0.Status.ACCEPTED, result.status
    assert result.stdout == "hello\n", result.stdout


def judge0_runs_many_and_tells_wrong_from_right():
    import judge0

    client = judge0.Client(JUDGE0, {})
    cases = [judge0.TestCase(str(n), str(n * n)) for n in range(24)] + [judge0.TestCase("2", "5")]
    results = judge0.run(client=client, source_code="print(int(input()) ** 2)", language=PYTHON, test_cases=cases)
    right = [result.status == judge0.Status.ACCEPTED for result in results]
    assert right == [True] * 24 + [False], right


def judge0_carries_files():
    import judge0

    client = judge0.Client(JUDGE0, {})
    files = judge0.Filesystem(content=[judge0.File(name="data.txt", content="from a file")])
    result = judge0.run(client=client, source_code="print(open('data.txt').read())", language=PYTHON, additional_files=files)
    assert result.stdout == "from a file\n", result.stdout


def judge0api_submits():
    import judge0api

    client = judge0api.Client(JUDGE0)
    done = judge0api.submission.submit(client, b"print(input())", PYTHON, stdin=b"42", expected_output=b"42")
    assert done.stdout == b"42\n", done.stdout
    assert done.status["id"] == 3, done.status


def judge0api_finds_again():
    import judge0api

    client = judge0api.Client(JUDGE0)
    done = judge0api.submission.submit(client, b"raise SystemExit(3)", PYTHON)
    again = judge0api.submission.get(client, done.token)
    assert again.status["id"] == 11, again.status


def aiopyston_executes():
    from pyston import File, PystonClient

    async def execute():
        client = PystonClient(base_url=PISTON + "/api/v2/")
        try:
            assert any(each.language == "python" for each in await client.runtimes())
            output = await client.execute("python", [File("print(input())")], stdin="hello")
            assert output.run_stage.output == "hello\n", output.raw_json
        finally:
            await client.close_session()

    asyncio.run(execute())


def piston_rspy_executes():
    import piston_rspy

    async def execute():
        client = piston_rspy.Client.with_url(PISTON + "/api/v2")
        job = piston_rspy.Executor().set_language("python").set_version("*")
        job = job.add_file(piston_rspy.File(name="main.py", content="import sys; print(sys.argv[1])"))
        answer = await client.execute(job.add_arg("hello"))
        assert answer.is_ok() and answer.run.stdout == "hello\n", answer

    asyncio.run(execute())


def piston_rspy_hears_of_a_language_that_is_not_there():
    import piston_rspy

    async def execute():
        client = piston_rspy.Client.with_url(PISTON + "/api/v2")
        answer = await client.execute(piston_rspy.Executor().set_language("klingon").add_file(piston_rspy.File(content="x")))
        assert answer.is_err() and answer.status == 400, answer

    asyncio.run(execute())


async def session(use):
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async with streamable_http_client(MAIN + "/mcp") as streams:
        async with ClientSession(streams[0], streams[1]) as client:
            await client.initialize()
            await use(client)


async def stdio_session(use):
    from mcp import ClientSession, StdioServerParameters
    from mcp.client.stdio import stdio_client

    command = StdioServerParameters(command=os.environ["FREEHOLD_COMMAND"], args=["mcp", "--server", MAIN])
    async with stdio_client(command) as streams:
        async with ClientSession(streams[0], streams[1]) as client:
            await client.initialize()
            await use(client)


async def runs_a_program(client):
    tools = [tool.name for tool in (await client.list_tools()).tools]
    assert "run_code" in tools and "store_file" in tools, tools
    result = await client.call_tool("run_code", {"runtime": "python", "source": "print(6 * 7)"})
    assert result.structured_content["stdout"] == "42\n", result
    wrong = await client.call_tool("run_code", {"runtime": "klingon", "source": ""})
    assert wrong.is_error, wrong


async def hears_of_progress(client):
    heard = []

    async def hear(progress, total, message):
        heard.append(progress)

    source = "import time; time.sleep(2.5); print('done')"
    result = await client.call_tool("run_code", {"runtime": "python", "source": source}, progress_callback=hear)
    assert result.structured_content["stdout"] == "done\n", result
    assert len(heard) >= 2 and heard == sorted(heard), heard


def mcp_runs_a_program():
    asyncio.run(session(runs_a_program))


def mcp_hears_of_progress():
    asyncio.run(session(hears_of_progress))


def mcp_runs_a_program_over_stdio():
    asyncio.run(stdio_session(runs_a_program))


def mcp_hears_of_progress_over_stdio():
    asyncio.run(stdio_session(hears_of_progress))


CHECKS = [
    judge0_runs_and_judges,
    judge0_runs_many_and_tells_wrong_from_right,
    judge0_carries_files,
    judge0api_submits,
    judge0api_finds_again,
    aiopyston_executes,
    piston_rspy_executes,
    piston_rspy_hears_of_a_language_that_is_not_there,
    mcp_runs_a_program,
    mcp_hears_of_progress,
    mcp_runs_a_program_over_stdio,
    mcp_hears_of_progress_over_stdio,
    *gojudge.CHECKS,
    *sockets.CHECKS,
]

failed = 0
for check in CHECKS:
    try:
        check()
        print("passed  python  " + check.__name__)
    except BaseException as failure:  # also what a client's library ends the program by
        failed += 1
        print("FAILED  python  " + check.__name__)
        traceback.print_exception(failure, file=sys.stderr)
print(f"{len(CHECKS) - failed} passed, {failed} failed")
