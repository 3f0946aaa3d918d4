"""Whether a plan of moves can be carried out as it stands. Changes nothing.

Input: {"path": ".", "moves": [{"from": "a.txt", "to": "Texts/a.txt"}]}   Output: {"ok", "moves", "problems": []}
"""
import json
import os
import sys


def inside(top, path):
    full = os.path.realpath(os.path.join(top, path))
    return full == top or full.startswith(top + os.sep)


def check(top, moves):
    problems, targets, leaving = [], {}, {os.path.normpath(move["from"]) for move in moves}
    for move in moves:
        source, target = os.path.normpath(move["from"]), os.path.normpath(move["to"])
        full = os.path.join(top, source)
        if not inside(top, source) or not inside(top, target):
            problems.append(f"{source}: leads out of the folder")
        elif not os.path.lexists(full):
            problems.append(f"{source}: is not there")
        elif os.path.islink(full):
            problems.append(f"{source}: is a link")
        if any(part.startswith(".") for part in source.split(os.sep) if part not in (".", "..")):
            problems.append(f"{source}: is hidden")
        key = target.lower()
        if key in targets:
            problems.append(f"{target}: {targets[key]} and {source} would both go there")
        targets[key] = source
        if os.path.lexists(os.path.join(top, target)) and target not in leaving and target != source:
            problems.append(f"{target}: something is there already")
    return {"ok": not problems, "moves": len(moves), "problems": problems}


asked = json.load(sys.stdin)
json.dump(check(os.path.realpath(asked.get("path", ".")), asked["moves"]), sys.stdout, ensure_ascii=False)
