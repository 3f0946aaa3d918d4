"""Takes the translatable text out of a file, and puts translations back so that everything else stays byte by byte.

Input: {"path", "do": "take"}                       Output: {"format", "segments": {"1": "text with ⟦marks⟧"}}
Input: {"path", "do": "put", "texts": {"1": "…"}}   Output: {"text", "missing"} or {"problems"}
"""
import json
import os
import re
import sys

# What no translation may touch, in a line of prose.
KEPT = re.compile(r"`+[^`\n]+`+|!?\[(?=[^\]\n]*\]\([^)\n]*\))|\]\([^)\n]*\)|https?://[^\s)>\]]+|</?[A-Za-z][^>\n]*>|&[A-Za-z#0-9]+;"
                  r"|\{\{[^}\n]*\}\}|\$?\{[^}\n]*\}|%(?:\(\w+\))?[-+0-9.]*[sdifux@]|\*\*|__|~~")
MARKDOWN_LEAD = re.compile(r"^(\s*(?:#{1,6}\s+|>\s?|[-*+]\s+(?:\[[ xX]\]\s+)?|\d+[.)]\s+)*)")


def hide(text):
    kept = []
    def mark(found):
        kept.append(found.group(0))
        return f"⟦{len(kept)}⟧"
    return KEPT.sub(mark, text), kept


def has_words(text):
    return re.search(r"[^\W\d_]{2,}", re.sub(r"⟦\d+⟧", "", text)) is not None


def spans_markdown(text):
    fence, front, at = None, False, 0
    for index, line in enumerate(text.splitlines(keepends=True)):
        start, at = at, at + len(line)
        bare = line.rstrip("\r\n")
        if index == 0 and bare == "---":
            front = True
            continue
        if front:
            front = bare != "---"
            continue
        found = re.match(r"\s*(```+|~~~+)", bare)
        if fence or found:
            if found and fence and found.group(1).startswith(fence):
                fence = None
            elif found and not fence:
                fence = found.group(1)
            continue
        if re.match(r"^( {4}|\t)\S", bare) or re.fullmatch(r"\s*\|?[\s:|-]+\|?\s*", bare):
            continue
        if "|" in bare and bare.strip().startswith("|"):
            for cell in re.finditer(r"[^|]+", bare):
                inner = cell.group(0)
                yield start + cell.start() + len(inner) - len(inner.lstrip()), start + cell.end() - len(inner) + len(inner.rstrip())
            continue
        lead = MARKDOWN_LEAD.match(bare).end()
        yield start + lead, start + len(bare.rstrip())


def spans_html(text):
    for found in re.finditer(r"(?is)<(script|style|pre|code)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>|([^<]+)", text):
        if found.group(2):
            inner = found.group(2)
            yield found.start() + len(inner) - len(inner.lstrip()), found.end() - len(inner) + len(inner.rstrip())


def spans_subtitles(text):
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        if bare.strip() and "-->" not in bare and not bare.strip().isdigit() and not bare.startswith(("WEBVTT", "NOTE", "STYLE")):
            yield at, at + len(bare)
        at += len(line)


def spans_json(text):
    """The values, not the keys."""
    for found in re.finditer(r'"((?:[^"\\]|\\.)*)"(\s*:)?', text):
        if not found.group(2):
            yield found.start(1), found.end(1)


def spans_po(text):
    """The last empty msgstr of each entry takes the translation of its msgid."""
    for found in re.finditer(r'(?m)^msgid "((?:[^"\\]|\\.)+)"\s*\nmsgstr "()"', text):
        yield found.start(2), found.end(2), found.group(1)


def spans_text(text):
    at = 0
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\r\n")
        yield at + len(bare) - len(bare.lstrip()), at + len(bare.rstrip())
        at += len(line)


FORMATS = {"md": spans_markdown, "markdown": spans_markdown, "html": spans_html, "htm": spans_html, "srt": spans_subtitles,
           "vtt": spans_subtitles, "json": spans_json, "po": spans_po, "txt": spans_text}


def take(text, form):
    found = []
    for start, end, *source in FORMATS[form](text):
        raw = source[0] if source else text[start:end]
        if form in ("json", "po"):
            raw = json.loads(f'"{raw}"')
        hidden, kept = hide(raw)
        if end >= start and has_words(hidden):
            found.append((start, end, hidden, kept))
    return found


def put(text, form, texts):
    pieces, at, problems, missing = [], 0, [], []
    for number, (start, end, hidden, kept) in enumerate(take(text, form), start=1):
        given = texts.get(str(number))
        if given is None:
            missing.append(number)
            continue
        marks = sorted(re.findall(r"⟦(\d+)⟧", given))
        wanted = sorted(str(n) for n in range(1, len(kept) + 1))
        if marks != wanted:
            problems.append({"segment": number, "wanted": wanted, "found": marks, "text": hidden})
            continue
        if form in ("md", "srt", "vtt", "txt", "markdown") and "\n" in given:
            problems.append({"segment": number, "why": "must stay on one line", "text": hidden})
            continue
        new = re.sub(r"⟦(\d+)⟧", lambda found: kept[int(found.group(1)) - 1], given)
        if form in ("json", "po"):
            new = json.dumps(new, ensure_ascii=False)[1:-1]
        pieces += [text[at:start], new]
        at = end
    if problems:
        return {"problems": problems}
    return {"text": "".join([*pieces, text[at:]]), "missing": missing}


def main():
    asked = json.load(sys.stdin)
    form = os.path.splitext(asked["path"])[1][1:].lower()
    if form not in FORMATS:
        sys.exit(f"no known format: .{form}; known are {', '.join(sorted(FORMATS))}")
    with open(asked["path"], encoding="utf-8", newline="") as file:
        text = file.read()
    if asked["do"] == "take":
        out = {"format": form, "segments": {str(n): hidden for n, (_, _, hidden, _) in enumerate(take(text, form), start=1)}}
    else:
        out = put(text, form, asked.get("texts") or {})
    json.dump(out, sys.stdout, ensure_ascii=False)


main()
