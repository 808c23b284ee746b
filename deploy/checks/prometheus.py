"""The rules and the dashboard: understood by Prometheus, and about metrics that Freehold has."""

import json
import re

from .report import run

RATE = {"$__rate_interval": "1m", "$job": ".*"}


def check(report):
    folder = report.deploy / "prometheus"
    rules = (folder / "alerts.yaml").read_text()
    dashboard = json.loads((report.deploy / "grafana/freehold.json").read_text())
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    documented = (report.home / "docs/operate/README.md").read_text()
    named = {re.sub(r"_(bucket|count|sum)$", "", each) for each in re.findall(r"\bfreehold_[a-z_]+", " ".join([rules, *queries]))}
    unknown = {each for each in named if each not in documented and not each.startswith("freehold_callbacks_")}
    report.claim("rules and dashboard name metrics that docs/operate/README.md has", named and not unknown, unknown)
    if not report.has("promtool", "rules and queries as Prometheus reads them", "apt-get install prometheus"):
        return
    done = run("promtool", "check", "rules", folder / "alerts.yaml")
    report.claim("promtool has no objection to the rules", done.returncode == 0, done.stdout)
    done = run("promtool", "test", "rules", "alerts.test.yaml", cwd=folder)
    report.claim("they fire when they shall", done.returncode == 0, done.stdout)
    wrong = [each for each in queries if not is_understood(each)]
    report.claim("each query of the dashboard is one of Prometheus", queries and not wrong, wrong)
    report.skip("the dashboard in Grafana", "none here")


def is_understood(query):
    for name, value in RATE.items():
        query = query.replace(name, value)
    rule = json.dumps({"groups": [{"name": "query", "rules": [{"record": "query", "expr": query}]}]})
    return run("promtool", "check", "rules", "/dev/stdin", input=rule).returncode == 0
