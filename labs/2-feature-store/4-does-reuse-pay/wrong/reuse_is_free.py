# fails: reuse_is_not_free
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
    built = features * (1 + (models - 1) * (1 - reuse))
    with_ = built * build_w + setup_w + upkeep_w_mo * months
    return without, with_, without - with_
