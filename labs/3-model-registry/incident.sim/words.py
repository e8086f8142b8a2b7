"""How is a number, a moment or a table written?"""

MINUS = "\N{MINUS SIGN}"


def table(caption, names, rows, numbers=()):
    """A table whose columns at these places, from 0, are numbers."""
    columns = [
        {"label": name, "align": "right" if place in numbers else "left"}
        for place, name in enumerate(names)
    ]
    return {"type": "table", "caption": caption, "columns": columns, "rows": rows}


def clock(minute):
    return f"{14 + minute // 60}:{minute % 60:02}"


def percent(number):
    return f"{100 * number:.1f}\N{NO-BREAK SPACE}%"


def mean(numbers):
    return sum(numbers) / len(numbers)


def yes_no(flag):
    return "yes" if flag else "no"


def shown(fact):
    """A fact of a lineage in a cell: of a fingerprint, the beginning."""
    text = str(fact)
    return text[:8] if len(text) == 64 else text


def moment(time):
    return f"{time.day} {time:%b %H:%M}"


def signed(number):
    return f"{MINUS if number < 0 else '+'}{abs(number):,}" if number else "0"
