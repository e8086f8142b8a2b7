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
    adopted = (models - 1) * features * reuse
    # Whoever adopts a feature integrates it as well.
    built = models * features
    platform = setup_w + upkeep_w_mo * months
    with_ = built * build_w + adopted * integ_w + platform
    return without, with_, without - with_
