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
    # Each model finds more in the store than the one before it.
    built = sum(features * (1 - reuse) ** number for number in range(models))
    adopted = models * features - built
    platform = setup_w + upkeep_w_mo * months
    with_ = built * build_w + adopted * integ_w + platform
    return without, with_, without - with_
