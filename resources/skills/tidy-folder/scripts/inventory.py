"""What lies in a folder, so that it can be put in order. Reads only.

Input: {"path": ".", "old_days": 365}
Output: {"files", "bytes", "kinds": {kind: {"count", "bytes", "examples"}}, "duplicates": [[paths]], "empty_folders", "large", "old"}
"""
import hashlib
import json
import os
import sys
import time

KINDS = {
    "pictures": "jpg jpeg png gif webp heic svg bmp tif tiff raw", "films": "mp4 mov mkv avi webm m4v",
    "sound": "mp3 wav flac ogg m4a aac", "documents": "pdf doc docx odt rtf txt md pages epub",
    "tables": "xls xlsx ods csv tsv numbers", "slides": "ppt pptx odp key", "archives": "zip tar gz tgz bz2 xz 7z rar",
    "installers": "dmg exe msi deb rpm appimage pkg iso", "code": "py js ts tsx java c cpp h rs go rb php sh json xml yaml yml html css",
}
KIND_OF = {ending: kind for kind, endings in KINDS.items() for ending in endings.split()}


def walk(top):
    """Files below a folder, without hidden ones, links and folders under version control."""
    for folder, names, files in os.walk(top):
        if folder != top and ".git" in names + files:
            names[:] = []
            continue
        names[:] = sorted(name for name in names if not name.startswith(".") and not os.path.islink(os.path.join(folder, name)))
        if not names and not files and folder != top:
            yield folder, None
        for name in sorted(files):
            path = os.path.join(folder, name)
            if not name.startswith(".") and not os.path.islink(path):
                yield path, os.stat(path)


def digest(path):
    found = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            found.update(block)
    return found.hexdigest()


def duplicates(entries):
    """Only files of one size are read."""
    by_size, groups = {}, {}
    for path, stat in entries:
        if stat.st_size > 0:
            by_size.setdefault(stat.st_size, []).append(path)
    for paths in by_size.values():
        if len(paths) > 1:
            for path in paths:
                groups.setdefault(digest(path), []).append(path)
    return sorted(sorted(paths) for paths in groups.values() if len(paths) > 1)


def main():
    asked = json.load(sys.stdin)
    top = os.path.normpath(asked.get("path", "."))
    limit = time.time() - 86400 * int(asked.get("old_days", 365))
    short = lambda path: os.path.relpath(path, top)
    found = list(walk(top))
    files = [(path, stat) for path, stat in found if stat is not None]
    kinds = {}
    for path, stat in files:
        kind = KIND_OF.get(os.path.splitext(path)[1][1:].lower(), "other")
        one = kinds.setdefault(kind, {"count": 0, "bytes": 0, "examples": []})
        one["count"] += 1
        one["bytes"] += stat.st_size
        if len(one["examples"]) < 12:
            one["examples"].append(short(path))
    large = sorted(files, key=lambda one: -one[1].st_size)[:10]
    old = sorted((stat.st_mtime, path) for path, stat in files if stat.st_mtime < limit)[:20]
    json.dump({
        "files": len(files), "bytes": sum(stat.st_size for _, stat in files), "kinds": kinds,
        "duplicates": [[short(path) for path in group] for group in duplicates(files)],
        "empty_folders": [short(path) for path, stat in found if stat is None],
        "large": [{"path": short(path), "bytes": stat.st_size} for path, stat in large],
        "old": [{"path": short(path), "changed": time.strftime("%Y-%m-%d", time.gmtime(at))} for at, path in old],
    }, sys.stdout, ensure_ascii=False)


main()
