"""A CSV table put in order, with an account of every change.

Input: {"path", "dry"?, "dates"?: "day-first" | "month-first", "key"?: [columns], "drop_empty_columns"?}
Output: {"rows_before", "rows_after", "changes": {kind: {"count", "examples"}}, "undecided", "dropped", "csv"}
"""
import csv
import io
import json
import re
import sys
import unicodedata

import _tables as tables

SAFE = tuple(form for form in tables.DATES if form not in ("%d/%m/%Y", "%m/%d/%Y"))


class Account:
    def __init__(self):
        self.changes = {}

    def note(self, kind, before, after, line):
        one = self.changes.setdefault(kind, {"count": 0, "examples": []})
        one["count"] += 1
        if len(one["examples"]) < 5:
            one["examples"].append({"line": line, "before": before, "after": after})


def tidy_text(cell):
    """NFC, no control or zero-width characters, one space where there were many."""
    text = unicodedata.normalize("NFC", cell)
    text = "".join(c for c in text if c in "\t\n " or unicodedata.category(c) not in ("Cc", "Cf"))
    return re.sub(r"[\s\u00a0]+", " ", text).strip()


def slash_formats(cells, wish):
    """Which of day and month comes first: said, or shown by a number above 12; else undecided."""
    if wish:
        return ("%d/%m/%Y",) if wish == "day-first" else ("%m/%d/%Y",)
    pairs = [tuple(map(int, found.groups())) for cell in cells if (found := re.match(r"\s*(\d{1,2})/(\d{1,2})/\d{4}\s*$", cell))]
    if any(first > 12 for first, _ in pairs):
        return ("%d/%m/%Y",) if not any(second > 12 for _, second in pairs) else ()
    return ("%m/%d/%Y",) if any(second > 12 for _, second in pairs) else None


def shape(value):
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def normaliser(name, cells, asked, undecided):
    filled = [cell for cell in cells if not tables.is_empty(cell)]
    slashes = slash_formats(filled, asked.get("dates"))
    formats = SAFE + (slashes or ())
    dated = sum(1 for cell in filled if tables.date(cell, tables.DATES))
    if filled and dated >= 0.9 * len(filled):
        if slashes is None and any("/" in cell and not tables.date(cell, SAFE) for cell in filled):
            undecided.append({"column": name, "what": "day or month first", "example": next(cell for cell in filled if "/" in cell)})
        return "date", lambda cell: str(found) if (found := tables.date(cell, formats)) else None
    # Leading zeros mark a code, not a number; a plus sign a telephone.
    codes = any(re.match(r"\s*(0\d|\+)", cell) for cell in filled)
    numbers = sum(1 for cell in filled if tables.number(cell) is not None)
    if filled and not codes and numbers >= 0.9 * len(filled):
        return "number", lambda cell: shape(found) if (found := tables.number(cell)) is not None else None
    return "text", lambda cell: None


def clean(names, rows, asked):
    account, undecided, dropped = Account(), [], []
    table = []
    for line, row in enumerate(rows, start=2):
        fresh = [tidy_text(cell) for cell in row]
        for before, after in zip(row, fresh):
            if before != after:
                account.note("spaces and hidden characters", before, after, line)
        table.append((line, fresh))
    for index, name in enumerate(names):
        kind, convert = normaliser(name, [row[index] for _, row in table], asked, undecided)
        for line, row in table:
            before = row[index]
            after = "" if tables.is_empty(before) and before else convert(before) if before else None
            if after is not None and after != before:
                account.note("empty values" if after == "" else f"{kind}s", before, after, line)
                row[index] = after
    unknown = [name for name in asked.get("key") or [] if name not in names]
    if unknown:
        sys.exit(f"there is no column {unknown[0]}; the columns are: {', '.join(names)}")
    at = [names.index(name) for name in asked.get("key") or names]
    seen, kept = {}, []
    for line, row in table:
        key = tuple(row[index].lower() for index in at)
        if key in seen and any(key):
            dropped.append({"line": line, "same_as": seen[key]})
        else:
            seen[key] = line
            kept.append(row)
    if asked.get("drop_empty_columns"):
        full = [index for index in range(len(names)) if any(row[index] for row in kept)]
        for index in sorted(set(range(len(names))) - set(full)):
            account.note("empty columns", names[index], "", 1)
        names, kept = [names[index] for index in full], [[row[index] for index in full] for row in kept]
    return names, kept, account.changes, undecided, dropped


def main():
    asked = json.load(sys.stdin)
    names, rows = tables.read(asked["path"])
    names = [tidy_text(name) for name in names]
    heads, kept, changes, undecided, dropped = clean(names, rows, asked)
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([heads, *kept])
    json.dump({"rows_before": len(rows), "rows_after": len(kept), "changes": changes, "undecided": undecided, "dropped": dropped[:500],
               **({} if asked.get("dry") else {"csv": out.getvalue()})}, sys.stdout, ensure_ascii=False)


main()
