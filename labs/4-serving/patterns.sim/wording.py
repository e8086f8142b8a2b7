"""How are a number of requests, a time and an amount of work written?"""

GAP = "\N{NO-BREAK SPACE}"


def requests(n):
    return "one request" if n == 1 else f"{n:,} requests"


def duration(seconds):
    if isinstance(seconds, str):
        return seconds
    if round(seconds * 1000) < 1000:
        return f"{seconds * 1000:.0f}{GAP}ms"
    if round(seconds, 1) < 100:
        return f"{seconds:.1f}{GAP}s"
    return f"{seconds:.0f}{GAP}s" if round(seconds) < 600 else f"{seconds / 60:.0f}{GAP}min"


def work(seconds):
    if round(seconds, 2) < 10:
        return f"{seconds:.2f}" if round(seconds, 3) >= 0.01 else f"{seconds:.3f}"
    return f"{seconds:.1f}" if round(seconds, 1) < 100 else f"{seconds:,.0f}"
