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
    """Add the models one after the other, as they are built."""
    without = with_ = 0
    for number in range(models):
        without += features * build_w
        share = reuse if number > 0 else 0
        with_ += features * (1 - share) * build_w
        with_ += features * share * integ_w
    with_ += setup_w
    for _ in range(months):
        with_ += upkeep_w_mo
    return without, with_, without - with_
