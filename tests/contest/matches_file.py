"""A contest of matches as a file: every command of a draw, a court and a team tie once."""

RULES = r"""{"type": "rally", "best_of": 1, "game": {"points": 3, "lead": 1},
  "service": {"type": "courts", "players": 1}}"""

WIRE = r"""{
  "plan": {
    "id": "club-day",
    "meet": {"id": "club", "name": {"en": "Club day"}},
    "name": {"en": "Teams"},
    "sport": "badminton",
    "entrants": [
      {"id": "red", "number": 1, "name": "Red", "members": [
        {"id": "r1", "name": "Rob", "gender": "m"}, {"id": "r2", "name": "Ria", "gender": "f"}]},
      {"id": "blue", "number": 2, "name": "Blue", "members": [
        {"id": "b1", "name": "Bob", "gender": "m"}, {"id": "b2", "name": "Bea", "gender": "f"}]}
    ],
    "seats": [{"id": "court-1", "name": {"en": "Court 1"}}],
    "stages": [
      {"type": "played", "id": "league", "name": {"en": "League"}, "courts": ["court-1"],
       "format": {"type": "groups", "names": ["A"], "book": {
         "name": {"en": "House rules"}, "points": {"win": 3, "draw": 1}, "policy": {}, "blocks": [
           {"clauses": [{"text": "1", "measure": "league_points"}]},
           {"clauses": [{"text": "2", "measure": "conduct"}]}]}},
       "match": {"type": "periods", "periods": 2, "seconds": 600, "forfeit": 3},
       "advancement": [{"to": {"en": "Rounds"}, "tie": "lots", "rules": [
         {"type": "top", "count": 2}]}]},
      {"type": "played", "id": "rounds", "name": {"en": "Rounds"}, "courts": ["court-1"],
       "format": {"type": "swiss", "rounds": 1}, "match": RULES,
       "advancement": [{"to": {"en": "Final"}, "tie": "lots", "rules": [
         {"type": "top", "count": 2}]}]},
      {"type": "played", "id": "final", "name": {"en": "Final"}, "courts": ["court-1"],
       "format": {"type": "knock_out", "entry": {"type": "drawn"}},
       "match": {"type": "tie", "rubbers": [
         {"id": "MS", "name": {"en": "Men"}, "players": 1, "pairing": "m", "rules": RULES},
         {"id": "WS", "name": {"en": "Women"}, "players": 1, "pairing": "f", "rules": RULES},
         {"id": "S", "name": {"en": "Any"}, "players": 1, "rules": RULES}]}}
    ]
  },
  "commands": [
    {"type": "set_lines", "id": "desk:1", "stage": "league", "lines": [["blue", "red"]],
     "reason": "Drawn in the hall"},
    {"type": "swap_lines", "id": "desk:2", "stage": "league", "first": 1, "second": 2,
     "reason": "Read out wrongly"},
    {"type": "schedule", "id": "desk:3", "stage": "league", "matches": [
      {"match": "A-1-1", "court": "court-1", "start": "2024-07-06T09:00"}]},
    {"type": "enter_result", "id": "desk:4", "stage": "league", "match": "A-1-1", "result": [
      {"type": "set_score", "score": {"regular": [1, 1]}}]},
    {"type": "record_values", "id": "desk:5", "stage": "league", "measure": "conduct",
     "values": {"red": -1, "blue": -2}, "reason": "Yellow cards"},
    {"type": "close_stage", "id": "desk:6", "stage": "league"},
    {"type": "advance", "id": "desk:7", "stage": "league", "entrants": ["red", "blue"]},
    {"type": "pair_round", "id": "desk:8", "stage": "rounds"},
    {"type": "open_match", "id": "court:1", "stage": "rounds", "match": "1-1",
     "seat": "court-1"},
    {"type": "record", "id": "court:2", "stage": "rounds", "match": "1-1", "seat": "court-1",
     "after": 0, "tap": {"type": "start", "server": ["a", 1]}},
    {"type": "record", "id": "court:3", "stage": "rounds", "match": "1-1", "seat": "court-1",
     "after": 1, "tap": {"type": "set_games", "games": [[3, 1]]}},
    {"type": "confirm_result", "id": "court:4", "stage": "rounds", "match": "1-1",
     "seat": "court-1", "after": 2},
    {"type": "reopen_match", "id": "desk:9", "stage": "rounds", "match": "1-1",
     "reason": "Sides mixed up"},
    {"type": "enter_result", "id": "desk:10", "stage": "rounds", "match": "1-1", "after": 2,
     "result": [{"type": "set_games", "games": [[1, 3]]}], "reason": "Sides mixed up"},
    {"type": "enter_paper_result", "id": "desk:30", "stage": "rounds", "match": "1-1",
     "result": [{"type": "set_games", "games": [[3, 1]]}]},
    {"type": "keep_recorded_result", "id": "desk:31", "stage": "rounds", "match": "1-1",
     "after": 3, "reason": "Sides mixed up on the sheet, too"},
    {"type": "close_stage", "id": "desk:11", "stage": "rounds"},
    {"type": "advance", "id": "desk:12", "stage": "rounds", "entrants": ["blue", "red"]},
    {"type": "announce_draw", "id": "desk:13", "stage": "final", "commitment":
     "398d64d4047e095b9545b5e9e72c6289b47b57cf2049fc67f87e17eef9efb88a"},
    {"type": "draw", "id": "desk:14", "stage": "final", "secret": "a long secret",
     "word": "harvest"},
    {"type": "open_match", "id": "desk:15", "stage": "final", "match": "main-1-1",
     "court": "court-1"},
    {"type": "hand_in_lineup", "id": "desk:16", "stage": "final", "match": "main-1-1",
     "side": "red", "lineup": {"MS": ["r1"], "WS": ["r2"], "S": ["r2"]}},
    {"type": "hand_in_lineup", "id": "desk:17", "stage": "final", "match": "main-1-1",
     "side": "blue", "lineup": {"MS": ["b1"], "WS": ["b2"], "S": ["b1"]}},
    {"type": "reveal_lineups", "id": "desk:18", "stage": "final", "match": "main-1-1"},
    {"type": "enter_result", "id": "desk:19", "stage": "final", "match": "main-1-1",
     "rubber": 1, "result": [{"type": "set_games", "games": [[3, 0]]}]},
    {"type": "enter_result", "id": "desk:20", "stage": "final", "match": "main-1-1",
     "rubber": 2, "result": [{"type": "set_games", "games": [[3, 2]]}]},
    {"type": "close_stage", "id": "desk:21", "stage": "final"}
  ]
}""".replace("RULES", RULES)
