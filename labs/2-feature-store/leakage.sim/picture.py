"""The picture: for each join what the notebook said, and below it what came."""

from joins import JOINS


def chart(tried, used, promises):
    """For each join that was tried what the notebook said, and below it what came, once known.

    All joins have their place from the start, so that nothing moves when one more is tried.
    """
    points = []
    for join in tried:
        points.append(point(join, "notebook", promises[join].notebook))
        if join in used:
            points.append(point(join, "next month", promises[join].next_month))
    told = "; ".join(f"{each['join']}, {each['label']}" for each in points)
    return {
        "type": "chart",
        "alt": f"AUC by how features were joined: {told}.",
        "spec": {
            "width": 420,
            "height": 210,
            "data": {"values": points},
            "encoding": {"y": join_axis(), "yOffset": month_offset()},
            "layer": [reaches(), dots(), labels()],
        },
    }


def point(join, month, estimate):
    low, high = estimate.reach()
    place = {"auc": estimate.auc, "low": low, "high": high}
    return {"join": join, "month": month, **place, "label": f"{month} {estimate.auc:.2f}"}


def join_axis():
    # Room for larger words: where a phone shrinks the picture, they keep their size.
    axis = {"domain": False, "ticks": False, "minExtent": 100}
    return {
        "field": "join",
        "type": "nominal",
        "title": None,
        "scale": {"domain": list(JOINS), "paddingInner": 0.1},
        "axis": axis,
    }


def month_offset():
    scale = {"domain": ["notebook", "next month"], "paddingOuter": 0.2}
    return {"field": "month", "type": "nominal", "scale": scale}


def auc_axis(field):
    return {
        "field": field,
        "type": "quantitative",
        "title": "AUC, with how far chance may move it (a coin: 0.5)",
        "scale": {"domain": [0, 1]},
        "axis": {"values": [0, 0.5, 1], "domain": False, "ticks": False, "gridDash": [2, 4]},
    }


def reaches():
    return {
        "mark": {"type": "rule", "color": "var(--mlp-accent)", "strokeWidth": 2},
        "encoding": {"x": auc_axis("low"), "x2": {"field": "high"}},
    }


def dots():
    """Filled for what was promised, a ring for what came."""
    promised = {"test": "datum.month === 'notebook'", "value": "var(--mlp-accent)"}
    return {
        "mark": {"type": "point", "stroke": "var(--mlp-accent)", "opacity": 1, "size": 90},
        "encoding": {
            "x": auc_axis("auc"),
            "fill": {"condition": promised, "value": "var(--mlp-paper)"},
        },
    }


def labels():
    """To the left of the range: on the right, where the best are, there is no room."""
    return {
        "mark": {"type": "text", "align": "right", "dx": -8},
        "encoding": {"x": auc_axis("low"), "text": {"field": "label"}},
    }
