"""Every preset that can be chosen, in the order in which they are offered."""

from scoring.presets import (
    diving,
    jump,
    kicking,
    matches,
    race,
    rulebooks,
    runs,
    singing,
    speech,
)
from scoring.presets.plans import AnyPreset
from scoring.presets.preset import Preset

JUDGED: tuple[Preset, ...] = (
    *singing.PRESETS,
    *speech.PRESETS,
    *runs.PRESETS,
    *kicking.PRESETS,
    *race.PRESETS,
    *jump.PRESETS,
    *diving.PRESETS,
    *rulebooks.PRESETS,
)

PRESETS: tuple[AnyPreset, ...] = (*JUDGED, *matches.PRESETS)

_BY_ID = {preset.id: preset for preset in PRESETS}


def find_preset(preset_id: str) -> AnyPreset | None:
    """The preset with this id, or None."""
    return _BY_ID.get(preset_id)
