"""How many pages are slow when each waits for many calls, and what does a second copy change?"""

from shares import (
    FAST_MS,
    MOST_CALLS,
    PAGES,
    error_of,
    extra_load,
    hedged_share,
    simulated_pages,
    slow_pages,
    slow_share,
)

TABLE_CALLS = (1, 10, 50, 100)
DASHED = {"color": "var(--mlp-soft)", "strokeDash": [6, 4]}
PLAIN = {"color": "var(--mlp-accent)"}
ALONE, HEDGED = "one copy", "hedged"


def initial(params):
    """There is nothing to remember: the view follows from the controls alone."""
    return {}


def act(state, action, params):
    return state


def view(state, params):
    return [
        sentence(params),
        chart(params),
        table(params),
        {"type": "text", "text": WARNING},
    ]


WARNING = (
    "**Two warnings.** The calls of a page are slow independently of each other here, which is the "
    "kindest case. And hedge only what is safe to do twice: a read is, a payment is not."
)


# --- Sentence and table. ---


def sentence(params):
    calls = int(params["calls"])
    share = hedged_share(params) if params["hedge"] else slow_share(params)
    pages = slow_pages(share, calls)
    waits = "makes one call" if calls == 1 else f"waits for {calls} calls"
    text = (
        f"A page that {waits} takes a second or longer in **{percent(pages)} % of cases**; "
        f"a single call {percent(share)} %."
    )
    tone = "bad" if pages > 0.1 else None
    return {"type": "text", "text": f"{text} {costs(params)}", "tone": tone}


def costs(params):
    if not params["hedge"]:
        return "No call is sent twice."
    after, load = int(params["after"]), percent(extra_load(params))
    if after < FAST_MS:
        return (
            f"It costs {load} % more calls: after {after} ms not even a fast call has answered, so "
            "every one is sent twice."
        )
    return (
        f"It costs {load} % more calls; one that only its first copy would have made slow takes "
        f"{after + FAST_MS} ms."
    )


def table(params):
    current = int(params["calls"])
    shown = sorted({*TABLE_CALLS, current})
    return {
        "type": "table",
        "caption": f"Slow pages in percent: by the formula, and among {PAGES:,} simulated",
        "columns": [
            {"label": label, "align": "right"}
            for label in ("calls", ALONE, "simulated", HEDGED, "simulated")
        ],
        "rows": [table_row(params, calls) for calls in shown],
        "current": shown.index(current),
    }


def table_row(params, calls):
    cells = [str(calls)]
    shares = (slow_share(params), hedged_share(params))
    for share, simulated in zip(shares, simulated_pages(params, calls), strict=True):
        pages = slow_pages(share, calls)
        digits = decimals(pages)
        found, error = 100 * simulated, 100 * error_of(pages)
        cells += [percent(pages), f"{found:.{digits}f} ± {error:.{digits}f}"]
    return cells


def percent(share):
    return f"{100 * share:.{decimals(share)}f}"


def decimals(share):
    """One; two below one percent, where the differences are."""
    return 2 if share < 0.0095 else 1


# --- The chart: two curves over the number of calls, with dots for the simulation. ---


def chart(params):
    top = min(1.0, slow_pages(slow_share(params), MOST_CALLS) + 0.03)
    alone, hedged = (DASHED, PLAIN) if params["hedge"] else (PLAIN, DASHED)
    return {
        "type": "chart",
        "alt": describe(params),
        "spec": {
            "width": 560,
            "height": 230,
            # All rows at the top: then only what has moved is drawn again.
            "data": {"values": points(params)},
            "encoding": {
                "x": axis("calls", "calls in parallel", MOST_CALLS, "d", grid=False),
                "y": axis("pages", "slow pages", round(top, 3), ".0%", gridDash=[2, 4]),
            },
            "layer": [
                only("here", {"type": "rule", "color": "var(--mlp-edge)"}, encoding={"y": None}),
                *line(ALONE, 26, alone),
                *line(HEDGED, -12, hedged),
                only(
                    "simulated",
                    {"type": "point", "filled": True, "color": "var(--mlp-ink)", "size": 45},
                ),
            ],
        },
    }


def points(params):
    """What the chart draws: each row with the layer that it is for."""
    current = int(params["calls"])
    rows = [{"of": "here", "calls": current}]
    for name, share in ((ALONE, slow_share(params)), (HEDGED, hedged_share(params))):
        rows += [
            {"of": name, "calls": calls, "pages": round(slow_pages(share, calls), 5)}
            for calls in (1, *range(5, MOST_CALLS + 1, 5))
        ]
    rows += [
        {"of": "simulated", "calls": calls, "pages": pages}
        for calls in sorted({*TABLE_CALLS, current})
        for pages in simulated_pages(params, calls)
    ]
    return rows


def only(of, mark, **more):
    """A layer that draws the rows that are for it."""
    return {"transform": [{"filter": f"datum.of == '{of}'"}], "mark": mark, **more}


def line(name, below, look):
    """The curve, with its name so many pixels below its right end."""
    words = {"type": "text", "text": name, "color": look["color"], "fontWeight": 650}
    label = only(name, {**words, "align": "right", "dy": below})
    label["transform"].append({"filter": "datum.calls == 180"})
    return [only(name, {"type": "line", **look}), label]


def axis(field, title, end, form, **look):
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [0, end], "nice": False},
        "axis": {"tickCount": 5, "domain": False, "ticks": False, "format": form, **look},
    }


def describe(params):
    calls = int(params["calls"])
    alone = percent(slow_pages(slow_share(params), calls))
    hedged = percent(slow_pages(hedged_share(params), calls))
    return (
        f"Two curves of the share of slow pages for 1 to {MOST_CALLS} calls, with dots from the "
        f"simulation. At {calls}: {alone} % with one copy of each call, {hedged} % hedged."
    )
