"""Every sport we know: one file each, and its line here."""

from importlib import import_module

from scoring.sport import Sport, SportId

_FILES = (
    "singing",
    "dancesport",
    "figure_skating",
    "speedcubing",
    "speech",
    "diving",
    "kicking",
    "freestyle",
    "athletics",
    "badminton",
    "table_tennis",
    "volleyball",
    "net_shuttlecock",
    "basketball",
    "football",
    "sepak_takraw",
)
"""In the order in which they are offered."""


def _sport(file: str) -> Sport:
    sport: Sport = import_module(f"{__name__}.{file}").SPORT
    return sport


SPORTS: tuple[Sport, ...] = tuple(_sport(file) for file in _FILES)

_BY_ID = {sport.id: sport for sport in SPORTS}


def find_sport(sport_id: SportId) -> Sport | None:
    """The sport with this id, or None."""
    return _BY_ID.get(sport_id)
