"""Every preset that can be chosen, in the order in which they are offered."""

from scoring.presets import diving, jump, kicking, race, rulebooks, runs, singing, speech
from scoring.presets.preset import Preset

PRESETS: tuple[Preset, ...] = (
    *singing.PRESETS,
    *speech.PRESETS,
    *runs.PRESETS,
    *kicking.PRESETS,
    *race.PRESETS,
    *jump.PRESETS,
    *diving.PRESETS,
    *rulebooks.PRESETS,
)

_BY_ID = {preset.id: preset for preset in PRESETS}


def find_preset(preset_id: str) -> Preset | None:
    """The preset with this id, or None."""
    return _BY_ID.get(preset_id)
