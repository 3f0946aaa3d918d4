"""Commits between two versions, grouped by what they say they are.

Input: {"path": ".", "from": "v1.0", "to": "HEAD"}   Output: {"from", "to", "count", "groups": {kind: [...]}, "authors"}
"""
import json
import re
import subprocess
import sys
from collections import Counter

KINDS = {"feat": "new", "feature": "new", "add": "new", "fix": "fixed", "bugfix": "fixed", "perf": "better",
         "improve": "better", "docs": "docs", "doc": "docs", "refactor": "inside", "test": "inside", "tests": "inside",
         "build": "inside", "ci": "inside", "chore": "inside", "style": "inside", "revert": "reverted"}
GUESS = (("fixed", r"^(fix|mend|correct|repair|resolve)"), ("new", r"^(add|introduce|allow|support|let|bring)"),
         ("better", r"^(speed|improve|make|reduce|faster)"), ("inside", r"^(refactor|rename|clean|bump|merge|test)"))


def git(path, *words):
    safe = ["git", "-c", f"safe.directory=*", "-c", "core.fsmonitor=false", "-C", path]
    return subprocess.run([*safe, *words], capture_output=True, text=True, check=True).stdout


def kind_of(subject):
    found = re.match(r"^(\w+)(\([^)]*\))?(!)?:\s*", subject)
    if found and found.group(1).lower() in KINDS:
        return KINDS[found.group(1).lower()], bool(found.group(3))
    return next((kind for kind, pattern in GUESS if re.match(pattern, subject, re.I)), "other"), False


def main():
    asked = json.load(sys.stdin)
    path, to = asked.get("path", "."), asked.get("to", "HEAD")
    for version in (to, asked.get("from") or ""):
        if version.startswith("-"):
            sys.exit("a version cannot begin with a dash")
    start = asked.get("from")
    if not start:
        newest = subprocess.run(["git", "-c", "safe.directory=*", "-C", path, "describe", "--tags", "--abbrev=0", to + "^"],
                                capture_output=True, text=True)
        start = newest.stdout.strip() or None
    span = f"{start}..{to}" if start else to
    text = git(path, "log", "--no-merges", "--name-only", "--format=%x1e%h%x1f%an%x1f%as%x1f%s%x1f%b%x1f", span, "--")
    groups, authors = {}, Counter()
    for record in text.split("\x1e")[1:]:
        short, author, date, subject, body, files = record.split("\x1f", 5)
        kind, marked = kind_of(subject)
        breaks = marked or "BREAKING CHANGE" in body
        areas = sorted({name.split("/")[0] for name in files.split("\n") if name.strip()})
        authors[author] += 1
        groups.setdefault("breaking" if breaks else kind, []).append(
            {"commit": short, "date": date, "author": author, "subject": subject, "body": body.strip()[:600], "areas": areas})
    count = sum(len(group) for group in groups.values())
    json.dump({"from": start, "to": to, "count": count, "groups": groups, "authors": dict(authors)}, sys.stdout, ensure_ascii=False)


main()
