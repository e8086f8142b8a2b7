# fails: agrees_with_the_formula
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
    without = models * features * build_w
    adopted = (models - 1) * features * reuse
    built = models * features - adopted
    platform = setup_w + upkeep_w_mo * months
    # Nobody adopts what would be quicker to build.
    adopting = adopted * min(integ_w, build_w)
    with_ = built * build_w + adopting + platform
    return without, with_, without - with_
