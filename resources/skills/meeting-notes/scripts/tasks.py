"""Tasks of a meeting as Markdown and as an iCalendar file.

Input: {"title", "date", "decisions": [], "tasks": [{"what", "who", "due"}], "questions": []}
Output: {"markdown", "ics", "lacking": ["tasks without owner or date"]}
"""
import datetime
import hashlib
import json
import sys


def day(text):
    return datetime.date.fromisoformat(text) if text else None


def escape(text):
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def fold(line):
    """RFC 5545: at most 75 bytes a line, the rest on lines that begin with a space."""
    out, current = [], b""
    for character in line:
        encoded = character.encode("utf-8")
        if len(current) + len(encoded) > 74:
            out.append(current.decode("utf-8"))
            current = b" "
        current += encoded
    out.append(current.decode("utf-8"))
    return "\r\n".join(out)


def markdown(meeting, tasks):
    lines = [f"# {meeting.get('title', 'Meeting')}" + (f" – {meeting['date']}" if meeting.get("date") else "")]
    for heading, name in (("Decisions", "decisions"), ("Open questions", "questions")):
        entries = meeting.get(name) or []
        if name == "questions":
            lines += ["", "## Tasks", ""]
            for task in sorted(tasks, key=lambda one: (one.get("due") or "9999", one["what"])):
                due = f" – due {task['due']}" if task.get("due") else ""
                lines.append(f"- [ ] {task['what']} – {task.get('who') or '?'}{due}")
        if entries:
            lines += ["", f"## {heading}", ""] + [f"- {entry}" for entry in entries]
    return "\n".join(lines) + "\n"


def calendar(tasks):
    stamp = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Limpet//meeting-notes//EN"]
    for task in tasks:
        uid = hashlib.sha256(json.dumps(task, sort_keys=True).encode()).hexdigest()[:32]
        lines += ["BEGIN:VTODO", f"UID:{uid}@limpet", f"DTSTAMP:{stamp}", f"SUMMARY:{escape(task['what'])}"]
        if task.get("due"):
            lines.append(f"DUE;VALUE=DATE:{day(task['due']).strftime('%Y%m%d')}")
        if task.get("who"):
            lines.append(f"COMMENT:{escape(task['who'])}")
        lines += ["STATUS:NEEDS-ACTION", "END:VTODO"]
    return "\r\n".join(fold(line) for line in lines + ["END:VCALENDAR"]) + "\r\n"


def main():
    meeting = json.load(sys.stdin)
    tasks = meeting.get("tasks") or []
    for task in tasks:
        day(task.get("due"))
    lacking = [task["what"] for task in tasks if not task.get("who") or task.get("who") == "?" or not task.get("due")]
    json.dump({"markdown": markdown(meeting, tasks), "ics": calendar(tasks), "lacking": lacking}, sys.stdout)


main()
