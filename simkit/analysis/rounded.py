"""Numbers to three digits, as in a sentence: what is known before a run is not known better."""

from simkit.units import SECOND, number_text, time_text


def about(number: float) -> str:
    """A number to three digits, without zeros that say nothing.

    >>> about(74.92), about(80.0), about(5839.2), about(0.000481)
    ('74.9', '80', '5,840', '0.000481')
    """
    rounded = float(f"{number:.3g}")
    if rounded >= 1_000_000:
        return f"{rounded:.3g}"
    return f"{rounded:,.0f}" if rounded >= 1000 else number_text(rounded)


def about_time(seconds: float) -> str:
    """A time in seconds, to three digits.

    >>> about_time(0.507), about_time(0.07), about_time(150.0)
    ('507 ms', '70 ms', '150 s')
    """
    return time_text(round(float(f"{seconds * SECOND:.3g}")))


def about_share(share: float) -> str:
    """A share to three digits, and around all of it to a tenth of a per cent.

    >>> about_share(0.676), about_share(1.0037), about_share(1.12)
    ('67.6 %', '100.4 %', '112 %')
    """
    if 0.995 <= share < 1.05:
        return f"{number_text(float(f'{100 * share:.1f}'))} %"
    return f"{about(100 * share)} %"
