"""Totals by group and month, outliers, a Markdown report and a bar chart as SVG.

Input: {"path", "value", "group"?, "date"?, "title"?}
Output: {"rows", "used", "left_out", "totals", "months", "outliers", "markdown", "svg"}
"""
import json
import statistics
import sys
from xml.sax.saxutils import escape

import _tables as tables


def plain(value):
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def outliers(entries):
    """Far from the middle by the median of distances, which a few wild values cannot move."""
    values = [entry["value"] for entry in entries]
    if len(values) < 8:
        return []
    middle = statistics.median(values)
    spread = statistics.median(abs(value - middle) for value in values) or None
    far = [entry for entry in entries if spread and abs(entry["value"] - middle) / (1.4826 * spread) > 5]
    return sorted(far, key=lambda entry: -abs(entry["value"] - middle))[:20]


def chart(title, bars):
    width, height, gap = 640, 28, 170
    top = max((abs(value) for _, value in bars), default=1) or 1
    lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {60 + height * len(bars)}" role="img" font-family="sans-serif">',
             f"<title>{escape(title)}</title>", f'<text x="8" y="28" font-size="16" font-weight="600" fill="currentColor">{escape(title)}</text>']
    for index, (name, value) in enumerate(bars):
        y = 48 + index * height
        length = max(1, round(abs(value) / top * (width - gap - 110)))
        colour = "#0e7c86" if value >= 0 else "#b3413b"
        label = name if len(name) <= 22 else name[:21] + "…"
        lines.append(f'<text x="{gap - 8}" y="{y + 15}" font-size="12" text-anchor="end" fill="currentColor">{escape(label)}</text>'
                     f'<rect x="{gap}" y="{y}" width="{length}" height="{height - 8}" rx="3" fill="{colour}"/>'
                     f'<text x="{gap + length + 6}" y="{y + 15}" font-size="12" fill="currentColor">{plain(value)}</text>')
    return "\n".join(lines + ["</svg>"])


def table(heading, pairs):
    cell = lambda text: str(text).replace("|", "\\|").replace("\n", " ")
    return [f"| {heading} | Total |", "|---|---:|"] + [f"| {cell(name)} | {plain(value)} |" for name, value in pairs]


def main():
    asked = json.load(sys.stdin)
    names, rows = tables.read(asked["path"])
    for key in ("value", "group", "date"):
        if asked.get(key) and asked[key] not in names:
            sys.exit(f"there is no column {asked[key]}; the columns are: {', '.join(names)}")
    at = {key: names.index(asked[key]) for key in ("value", "group", "date") if asked.get(key)}
    formats = tables.date_formats([row[at["date"]] for row in rows]) if "date" in at else ()
    entries, left_out = [], []
    for line, row in enumerate(rows, start=2):
        value = tables.number(row[at["value"]])
        day = tables.date(row[at["date"]], formats) if "date" in at else None
        if value is None or ("date" in at and day is None):
            left_out.append({"line": line, "why": "no number" if value is None else "no date"})
            continue
        entries.append({"line": line, "value": value, "group": row[at["group"]].strip() if "group" in at else "", "day": day})
    totals, months = {}, {}
    for entry in entries:
        totals[entry["group"]] = totals.get(entry["group"], 0) + entry["value"]
        if entry["day"]:
            month = entry["day"].strftime("%Y-%m")
            months[month] = months.get(month, 0) + entry["value"]
    groups = sorted(totals.items(), key=lambda pair: -abs(pair[1]))
    title = asked.get("title") or f"{asked['value']} in {asked['path'].split('/')[-1]}"
    far = outliers(entries)
    whole = sum(entry["value"] for entry in entries)
    lines = [f"# {title}", "", f"{len(entries)} of {len(rows)} rows, total {plain(whole)}.", ""]
    if "group" in at:
        lines += [f"## By {asked['group']}", ""] + table(asked["group"], groups) + [""]
    if months:
        lines += ["## By month", ""] + table("Month", sorted(months.items())) + [""]
    if far:
        lines += ["## Far from the rest", ""] + [f"- line {one['line']}: {plain(one['value'])} {one['group']}".rstrip() for one in far] + [""]
    if left_out:
        lines += ["## Left out", ""] + [f"- line {one['line']}: {one['why']}" for one in left_out[:50]] + [""]
    bars = groups[:20] if "group" in at else sorted(months.items())[-24:] or [("total", whole)]
    json.dump({"rows": len(rows), "used": len(entries), "left_out": left_out[:200], "totals": dict(groups), "months": dict(sorted(months.items())),
               "outliers": [{"line": one["line"], "value": one["value"], "group": one["group"]} for one in far],
               "markdown": "\n".join(lines), "svg": chart(title, bars)}, sys.stdout, ensure_ascii=False)


main()
