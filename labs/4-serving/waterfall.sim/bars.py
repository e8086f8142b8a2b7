"""How does one request look, as bars in front of a deadline?"""

COLOURS = {
    "in time": "var(--mlp-accent)",
    "cut off": "var(--mlp-accent)",
    "too late": "var(--mlp-soft)",
    "for nobody": "var(--mlp-soft)",
}


def chart(walked, budget):
    # All rows at the top, and the scale left to them: then only what has moved is drawn again.
    deadline = {"of": "deadline", "stage": short(walked[0]), "start": budget}
    return {
        "type": "chart",
        "alt": describe(walked, budget),
        "spec": {
            "width": 560,
            "height": 230,
            "data": {"values": [*map(bar, walked), deadline]},
            "encoding": {"x": time_axis()},
            "layer": [
                only(
                    "stage",
                    {"type": "bar", "height": 16, "cornerRadius": 2},
                    y=stage_axis(walked),
                    x2={"field": "end"},
                    color={"field": "colour", "type": "nominal", "scale": None},
                ),
                only("deadline", {"type": "rule", "color": "var(--mlp-ink)", "strokeWidth": 2}),
                # With the order of the bars, or Vega would sort both by the alphabet.
                only("deadline", deadline_words(budget, walked), y=stage_axis(walked)),
            ],
        },
    }


def bar(stage):
    return {
        "of": "stage",
        "stage": short(stage),
        "start": float(stage.start),
        "end": float(stage.end),
        "colour": COLOURS[stage.outcome],
    }


def short(stage):
    """A name that fits beside its bar on a phone, too."""
    return stage.name.removesuffix(" features")


def time_axis():
    return {
        "field": "start",
        "type": "quantitative",
        "title": "milliseconds since the request came",
        "scale": {"nice": False},
        "axis": {"tickCount": 6, "domain": False, "ticks": False, "gridDash": [2, 4]},
    }


def stage_axis(walked):
    return {
        "field": "stage",
        "type": "nominal",
        "title": None,
        "sort": list(map(short, walked)),
        "axis": {"domain": False, "ticks": False, "minExtent": 100},
    }


def only(of, mark, **encoding):
    """A layer that draws the rows that are for it."""
    return {
        "transform": [{"filter": f"datum.of == '{of}'"}],
        "mark": mark,
        "encoding": encoding,
    }


def deadline_words(budget, walked):
    """Beside the rule, on the side that has room, where no bar is."""
    leftwards = 2 * budget > max(budget, walked[-1].end)
    return {
        "type": "text",
        "text": "the deadline",
        "align": "right" if leftwards else "left",
        "dx": -6 if leftwards else 6,
        "fontWeight": 650,
    }


def describe(walked, budget):
    parts = [f"{stage.name} from {ms(stage.start)} to {ms(stage.end)}" for stage in walked]
    return f"Seven bars one after the other: {', '.join(parts)} ms. The deadline is at {budget}."


def ms(time):
    """Whole milliseconds, or one decimal where there is one."""
    return f"{float(time):.1f}".removesuffix(".0")
