"""Checks the citations of an answer: every number has a source, every source is cited and has an address.

Input: {"text": "…"}   Output: {"ok", "cited", "sources", "problems": []}
"""
import json
import re
import sys
from urllib.parse import urlsplit


def split(text):
    parts = re.split(r"(?im)^#{1,6}\s*(?:sources|quellen|references|来源|المصادر)\s*$", text, maxsplit=1)
    return (parts[0], parts[1]) if len(parts) == 2 else (text, "")


def check(text):
    body, listed = split(text)
    cited = sorted({int(n) for group in re.findall(r"\[(\d{1,3}(?:\s*,\s*\d{1,3})*)\]", body) for n in group.split(",")})
    sources, problems, seen = {}, [], {}
    for number, rest in re.findall(r"(?m)^\s*(?:[-*]\s*)?\[(\d{1,3})\]:?\s*(.+)$", listed):
        found = re.search(r"https?://[^\s)>\]]+", rest)
        address = found.group(0).rstrip(".,;") if found else ""
        if int(number) in sources:
            problems.append(f"[{number}] stands twice in the list")
        sources[int(number)] = address
        if not address or not urlsplit(address).hostname:
            problems.append(f"[{number}] has no address")
        elif address in seen:
            problems.append(f"[{number}] is the same page as [{seen[address]}]")
        else:
            seen[address] = number
    if not listed:
        problems.append("there is no list of sources")
    problems += [f"[{n}] is cited and not in the list" for n in cited if n not in sources]
    problems += [f"[{n}] is in the list and never cited" for n in sorted(sources) if n not in cited]
    if len({urlsplit(one).hostname for one in sources.values() if one}) == 1 and len(sources) > 1:
        problems.append("all sources are from one site")
    return {"ok": not problems, "cited": cited, "sources": {str(n): a for n, a in sources.items()}, "problems": problems}


json.dump(check(json.load(sys.stdin)["text"]), sys.stdout, ensure_ascii=False)
