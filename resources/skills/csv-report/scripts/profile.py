"""What a CSV file holds, column by column.

Input: {"path": "sales.csv"}   Output: {"rows", "columns": [{"name", "kind", "empty", ...}]}
"""
import json
import statistics
import sys
from collections import Counter

import _tables as tables


def column(name, cells):
    filled = [cell.strip() for cell in cells if not tables.is_empty(cell)]
    one = {"name": name, "empty": len(cells) - len(filled), "different": len(set(filled))}
    numbers = [value for value in map(tables.number, filled) if value is not None]
    dates = [value for value in (tables.date(cell, tables.date_formats(cells)) for cell in filled) if value]
    if filled and len(dates) >= 0.9 * len(filled):
        return {**one, "kind": "date", "from": str(min(dates)), "to": str(max(dates)), "odd": len(filled) - len(dates)}
    if filled and len(numbers) >= 0.9 * len(filled):
        return {**one, "kind": "number", "min": min(numbers), "max": max(numbers), "sum": round(sum(numbers), 6),
                "median": statistics.median(numbers), "odd": len(filled) - len(numbers)}
    return {**one, "kind": "text", "frequent": Counter(filled).most_common(8)}


names, rows = tables.read(json.load(sys.stdin)["path"])
columns = [column(name, [row[index] for row in rows]) for index, name in enumerate(names)]
json.dump({"rows": len(rows), "columns": columns}, sys.stdout, ensure_ascii=False)
