# fails: upkeep_accrues
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
    # After half a year the platform runs by itself.
    platform = setup_w + upkeep_w_mo * min(months, 6)
    with_ = built * build_w + adopted * integ_w + platform
    return without, with_, without - with_
