# fails: worked_example
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
    adopted = int((models - 1) * features * reuse)
    built = models * features - adopted
    platform = setup_w + upkeep_w_mo * months
    with_ = built * build_w + adopted * integ_w + platform
    return without, with_, without - with_
