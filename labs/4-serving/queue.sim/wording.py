"""How are times, shares and numbers of requests written?"""

GAP = "\N{NO-BREAK SPACE}"


def people(workers):
    return "one worker" if workers == 1 else f"{workers} workers"


def requests(number):
    return "one request" if number == 1 else f"{count(number)} requests"


def ms(seconds):
    number = seconds * 1000
    if round(number, 2) < 1:
        return f"{number:.2f}"
    return f"{number:.1f}" if round(number, 1) < 100 else f"{number:,.0f}"


def count(number):
    return f"{number:.0f}" if abs(number - round(number)) < 1e-9 else f"{number:.1f}"


def percent(share):
    return f"{100 * share:.1f}{GAP}%" if round(share, 4) < 0.9995 else f"{100 * share:.2f}{GAP}%"
