"""How does the wait grow with utilisation, for one worker and for many?"""

from theory import Queue

STEPS = 60
HIGHEST = 0.995
DASHED = {"color": "var(--mlp-soft)", "strokeDash": [6, 4]}
PLAIN = {"color": "var(--mlp-accent)"}


def chart(queue):
    top = top_ms(queue)
    layers = [*line("one worker", curve(queue, 1, top), DASHED)]
    if queue.workers > 1:
        layers += line(f"{queue.workers} workers", curve(queue, queue.workers, top), PLAIN)
    if not queue.saturated:
        layers.append(here(queue))
    return {
        "type": "chart",
        "alt": describe(queue),
        "spec": {
            "width": 560,
            "height": 240,
            "encoding": {
                "x": axis("utilisation", "utilisation, %", 100.0, grid=False),
                "y": axis("wait", "mean wait, ms", top, gridDash=[2, 4]),
            },
            "layer": layers,
        },
    }


def top_ms(queue):
    """Five service times, or more where the chosen queue waits longer."""
    wait = 0 if queue.saturated else queue.mean_wait
    return round(1000 * max(5 * queue.service, 1.25 * wait), 1)


def curve(queue, workers, top):
    """Points from left to right, up to where the curve leaves the picture."""
    points = []
    for number in range(STEPS + 1):
        # Closer together towards the right, where the curve bends.
        busy = HIGHEST * (1 - (1 - number / STEPS) ** 2)
        wait = wait_at(busy, workers, queue.service)
        if wait > top:
            points.append({"utilisation": crossing(busy, workers, queue.service, top), "wait": top})
            break
        points.append({"utilisation": round(100 * busy, 2), "wait": round(wait, 3)})
    return points


def crossing(busy, workers, service, top):
    """The utilisation at which the curve reaches the upper end, by halving."""
    low, high = 0.0, busy
    for _ in range(20):
        middle = (low + high) / 2
        if wait_at(middle, workers, service) > top:
            high = middle
        else:
            low = middle
    return round(100 * low, 2)


def wait_at(busy, workers, service):
    """Mean wait in milliseconds at this utilisation."""
    return 1000 * Queue(busy * workers / service, workers, service).mean_wait


def line(name, points, look):
    """The curve, with its name beside its upper end."""
    words = {"type": "text", "text": name, "color": look["color"], "fontWeight": 650}
    upper = [points[len(points) * 3 // 4]]
    return [
        {"data": {"values": points}, "mark": {"type": "line", **look}},
        {"data": {"values": upper}, "mark": {**words, "align": "right", "dx": -8, "dy": -8}},
    ]


def here(queue):
    point = {
        "utilisation": round(100 * queue.utilisation, 2),
        "wait": round(1000 * queue.mean_wait, 3),
    }
    return {
        "data": {"values": [point]},
        "mark": {
            "type": "point",
            "fill": "var(--mlp-accent)",
            "stroke": "var(--mlp-accent)",
            "opacity": 1,
            "size": 130,
        },
    }


def axis(field, title, end, **look):
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [0, end], "nice": False},
        "axis": {"tickCount": 5, "domain": False, "ticks": False, "format": "d", **look},
    }


def describe(queue):
    """The wait at three utilisations, for both lines."""
    told = []
    for workers in sorted({1, queue.workers}):
        waits = [f"{wait_at(busy, workers, queue.service):.1f}" for busy in (0.5, 0.8, 0.9)]
        name = "one worker" if workers == 1 else f"{workers} workers"
        told.append(f"{name}: {waits[0]}, {waits[1]} and {waits[2]} ms")
    return (
        "Mean wait over utilisation, flat at first and steep towards 100 %. At 50, 80 and 90 %, "
        f"{'; '.join(told)}."
    )
