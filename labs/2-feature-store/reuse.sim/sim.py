"""From how many models on does a shared feature store pay for itself?"""

from fractions import Fraction
from math import ceil, floor

MODELS_SHOWN = 10
MINUS = "\N{MINUS SIGN}"
NUMBER_WORDS = "one two three four five six seven eight nine ten".split()
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()


def initial(params):
    """There is nothing to remember: the view follows from the sliders alone."""
    return {}


def act(state, action, params):
    return state


def view(state, params):
    current = int(params["models"])
    costs = [compare({**params, "models": number}) for number in range(1, MODELS_SHOWN + 1)]
    savings = [saving for _without, _with_store, saving in costs]
    pays_from = break_even(params)
    return [
        sentence(current, costs[current - 1], params),
        chart(current, savings, pays_from),
        table(current, costs),
    ]


def compare(params):
    """Engineer-weeks without the store, with it, and saved by it.

    Exact fractions, so that the break-even point and the rounding are exact too.
    """
    models = int(params["models"])
    features = int(params["features"])
    reuse = exact(params["reuse"]) / 100
    build = exact(params["build"])

    without = models * features * build
    built = features * build * (1 + (models - 1) * (1 - reuse))
    integrated = features * (models - 1) * reuse * exact(params["integrate"])
    with_store = built + integrated + store_cost(params)
    return without, with_store, without - with_store


def break_even(params):
    """The first model with which the store has paid for itself, or None if there is none."""
    gain = gain_per_model(params)
    if gain <= 0:
        return None
    return 1 + ceil(store_cost(params) / gain)


def store_cost(params):
    return exact(params["setup"]) + exact(params["upkeep"]) * exact(params["months"])


def gain_per_model(params):
    """What each model after the first saves by reusing features."""
    reused = int(params["features"]) * exact(params["reuse"]) / 100
    return reused * (exact(params["build"]) - exact(params["integrate"]))


def exact(number):
    """A slider's value without the noise of binary fractions: 0.35, not 0.35000000000000003."""
    return Fraction(round(number * 1000), 1000)


def sentence(current, cost, params):
    without, _with_store, saving = cost
    models = "one model" if current == 1 else f"{NUMBER_WORDS[current - 1]} models"
    verb, tone = ("saves", "good") if saving > 0 else ("loses", "bad")
    result = (
        f"With {models} the store {verb} **{tenths(abs(saving))} engineer-weeks**, "
        f"{tenths(abs(saving) / without * 100)} % of the {tenths(without)} it takes without."
    )
    if tenths(saving) == "0.0":
        result, tone = f"With {models} the store **breaks even**.", None
    return {"type": "text", "text": f"{result} {outlook(params)}", "tone": tone}


def outlook(params):
    pays_from = break_even(params)
    if pays_from is None and exact(params["reuse"]) == 0:
        return "It never pays: nothing is reused."
    if pays_from is None:
        return "It never pays: integrating a feature costs no less than building it."
    if pays_from > MODELS_SHOWN:
        return f"It would pay from model {pays_from:,} on."
    return f"It pays from the {ORDINALS[pays_from - 1]} model on."


def table(current, costs):
    rows = [
        [str(number), tenths(without), tenths(with_store), signed_cell(saving)]
        for number, (without, with_store, saving) in enumerate(costs, 1)
    ]
    return {
        "type": "table",
        "caption": "Engineer-weeks without and with the store, for one to ten models",
        "columns": [
            {"label": "models", "align": "left"},
            {"label": "without store", "align": "right"},
            {"label": "with store", "align": "right"},
            {"label": "saving, weeks", "align": "right"},
        ],
        "rows": rows,
        "current": current - 1,
    }


def signed_cell(saving):
    text = tenths(saving)
    if text == "0.0":
        return text
    if saving < 0:
        return {"text": text, "tone": "bad"}
    return {"text": f"+{text}", "tone": "good"}


def tenths(number):
    """One decimal, halves away from zero, and a minus sign that is one."""
    rounded = floor(abs(number) * 10 + Fraction(1, 2))
    sign = MINUS if number < 0 and rounded else ""
    return f"{sign}{rounded // 10}.{rounded % 10}"


def chart(current, savings, pays_from):
    points = [
        {
            "models": number,
            "saving": round(float(saving), 3),
            "current": number == current,
            "pays_from_here": number == pays_from,
        }
        for number, saving in enumerate(savings, 1)
    ]
    layers = [zero_line(), {"mark": {"type": "line", "color": "var(--mlp-accent)"}}, dots()]
    if pays_from is not None and pays_from <= MODELS_SHOWN:
        layers.append(break_even_label(pays_from, savings[pays_from - 1]))
    return {
        "type": "chart",
        "alt": describe(savings, pays_from),
        "spec": {
            "width": 560,
            "height": 190,
            "data": {"values": points},
            "encoding": {"x": models_axis(), "y": saving_axis(savings)},
            "layer": layers,
        },
    }


def describe(savings, pays_from):
    ends = f"from {tenths(savings[0])} for one model to {tenths(savings[-1])} for ten"
    if pays_from is None or pays_from > MODELS_SHOWN:
        crossing = "never above zero"
    else:
        crossing = f"at or above zero from model {pays_from} on"
    return f"Line of the saving in engineer-weeks: {ends}, {crossing}."


def models_axis():
    return {
        "field": "models",
        "type": "quantitative",
        "title": "models",
        "scale": {"domain": [0.7, 10.3], "nice": False, "zero": False},
        "axis": {
            "values": list(range(1, MODELS_SHOWN + 1)),
            "grid": False,
            "domain": False,
            "ticks": False,
            "format": "d",
        },
    }


def saving_axis(savings):
    low, high = min(0, *savings), max(0, *savings)
    # Room below and above, so that neither dots nor the label touch the frame.
    room = max((high - low) * Fraction(15, 100), Fraction(1, 2))
    return {
        "field": "saving",
        "type": "quantitative",
        "title": "saving, engineer-weeks",
        "scale": {"domain": [float(low - room), float(high + room)], "nice": False},
        "axis": {"tickCount": 5, "domain": False, "ticks": False, "gridDash": [2, 4]},
    }


def zero_line():
    return {
        "data": {"values": [{"saving": 0}]},
        "mark": {"type": "rule", "color": "var(--mlp-soft)"},
        "encoding": {"x": None},
    }


def dots():
    """The chosen number of models is a filled dot, the break-even point a large one."""
    large = "datum.current || datum.pays_from_here"
    accent, paper = "var(--mlp-accent)", "var(--mlp-paper)"
    return {
        "mark": {"type": "point", "stroke": accent, "strokeWidth": 2, "opacity": 1},
        "encoding": {
            "fill": {"condition": {"test": "datum.current", "value": accent}, "value": paper},
            "size": {"condition": {"test": large, "value": 150}, "value": 60},
        },
    }


def break_even_label(pays_from, saving):
    """Words beside the point: above the rising line or, at the left edge, below zero."""
    at_the_edge = pays_from < 3
    return {
        "data": {"values": [{"models": pays_from, "saving": 0 if at_the_edge else float(saving)}]},
        "mark": {
            "type": "text",
            "text": "pays from here",
            "fontWeight": 650,
            "align": "left" if at_the_edge else "right",
            "dx": 8 if at_the_edge else -8,
            "dy": 13 if at_the_edge else -14,
        },
    }
