"""Reading CSV files as people write them: any separator, any encoding, numbers of both worlds, dates of most."""
import csv
import datetime
import io
import re

DATES = ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d %b %Y", "%b %d, %Y")
EMPTY = {"", "-", "–", "n/a", "na", "null", "none", "nan", "#n/a"}


def decode(data):
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def read(path):
    with open(path, "rb") as file:
        text = decode(file.read())
    try:
        dialect = csv.Sniffer().sniff(text[:20000], delimiters=",;\t|")
    except csv.Error:
        dialect = csv.excel
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), dialect) if any(cell.strip() for cell in row)]
    if not rows:
        raise SystemExit("the file holds no rows")
    names = []
    for index, name in enumerate(rows[0]):
        plain = name.strip() or f"column {index + 1}"
        names.append(plain if plain not in names else f"{plain} {index + 1}")
    width = len(names)
    return names, [(row + [""] * width)[:width] for row in rows[1:]]


def is_empty(cell):
    return cell.strip().lower() in EMPTY


def number(cell):
    """1,234.56 and 1.234,56 and (5) and 12 %; None for what is no number."""
    text = re.sub(r"[\s\u00a0\u202f'’$€£¥%]|EUR|USD|CHF|GBP", "", cell)
    sign = -1 if re.fullmatch(r"\(.*\)", text) or text.endswith("-") else 1
    text = text.strip("()").rstrip("-").replace("−", "-")
    if "," in text and "." in text:
        text = text.replace(".", "").replace(",", ".") if text.rfind(",") > text.rfind(".") else text.replace(",", "")
    elif re.fullmatch(r"-?\d{1,3}(,\d{3})+", text):
        text = text.replace(",", "")
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3}){2,}", text):
        text = text.replace(".", "")
    else:
        text = text.replace(",", ".")
    return sign * float(text) if re.fullmatch(r"-?(\d+\.?\d*|\.\d+)", text) else None


def date(cell, formats=DATES):
    text = cell.strip()
    for form in formats:
        try:
            return datetime.datetime.strptime(text, form).date()
        except ValueError:
            continue
    return None


def date_formats(cells):
    """The formats that fit every cell: 03/04/2025 alone says nothing, its column mostly does."""
    filled = [cell for cell in cells if not is_empty(cell)][:2000]
    fitting = [form for form in DATES if filled and all(date(cell, (form,)) for cell in filled)]
    return tuple(fitting) or DATES
