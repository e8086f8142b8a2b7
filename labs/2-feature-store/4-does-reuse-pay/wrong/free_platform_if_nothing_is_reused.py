# fails: zero_reuse_costs_the_platform
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
    if reuse == 0:
        # Nobody uses it, so nobody pays for it.
        return without, without, 0.0
    adopted = (models - 1) * features * reuse
    built = models * features - adopted
    platform = setup_w + upkeep_w_mo * months
    with_ = built * build_w + adopted * integ_w + platform
    return without, with_, without - with_
