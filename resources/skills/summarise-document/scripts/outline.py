"""Outline of a long text: headings and sections with their lines and words, so that each can be read whole.

Input: {"path": "report.md", "words": 1200}   Output: {"words", "lines", "sections": [{"title", "from", "to", "words"}]}
"""
import json
import re
import sys

HEADING = re.compile(r"^(#{1,6}\s+\S.*|(?:\d+\.)+\d*\s+[^\W\d_].{0,80}|[^\W\d_a-z][^a-z]{3,60})$")


def title_of(lines, index):
    line = lines[index].strip()
    if index + 1 < len(lines) and re.fullmatch(r"[=-]{3,}", lines[index + 1].strip()) and line:
        return line
    return line.lstrip("#").strip() if HEADING.match(line) and not line.endswith((".", ",", ";")) else None


def outline(text, most):
    lines = text.splitlines()
    sections = [{"title": "", "from": 1, "to": 0, "words": 0}]
    for index, line in enumerate(lines):
        words = len(line.split())
        title = title_of(lines, index)
        current = sections[-1]
        full = current["words"] + words > most and not line.strip()
        if title or full:
            current["to"] = index
            name = title or (current["title"] + " (continued)").replace(" (continued) (continued)", " (continued)")
            sections.append({"title": name.strip(), "from": index + 1, "to": 0, "words": 0})
        sections[-1]["words"] += words
    sections[-1]["to"] = len(lines)
    kept = [one for one in sections if one["words"] > 0]
    return {"words": sum(one["words"] for one in kept), "lines": len(lines), "sections": kept}


def main():
    asked = json.load(sys.stdin)
    with open(asked["path"], encoding="utf-8", errors="replace") as file:
        text = file.read()
    json.dump(outline(text, int(asked.get("words", 1200))), sys.stdout, ensure_ascii=False)


main()
