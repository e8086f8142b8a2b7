from fractions import Fraction


def roi(
    models,
    features,
    reuse,
    build_w,
    integ_w,
    setup_w,
    upkeep_w_mo,
    months,
):
    """What reuse gains, less what the platform costs; exactly."""
    exact = [Fraction(str(number)) for number in (reuse, build_w, integ_w)]
    reuse, build_w, integ_w = exact
    upkeep = Fraction(str(upkeep_w_mo)) * months
    gained = (models - 1) * features * reuse * (build_w - integ_w)
    saving = gained - Fraction(str(setup_w)) - upkeep
    without = models * features * build_w
    return float(without), float(without - saving), float(saving)
