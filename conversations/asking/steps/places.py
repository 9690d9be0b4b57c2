"""What the steps of the way are called, in the order in which they come. `Session.place` holds one of these names, or
that of a question."""

AGE, CODE, ELSEWHERE, WELCOME, AGREE = "age", "code", "elsewhere", "welcome", "agree"
QUOTING, CHECK, DONE = "quoting", "check", "done"

EARLY = (AGE, CODE, ELSEWHERE, WELCOME, AGREE)
"""The steps before agreement: nothing is kept of them but where the session is."""

PLACES = frozenset({*EARLY, QUOTING, CHECK, DONE})
"""The steps that are no question of the file: no question may have such an id."""

ASKED = "q:"
"""What the place of a question begins with; its id follows."""

UNDER_13, FROM_13, FROM_16, FROM_18 = "under_13", "13_15", "16_17", "18_25"
AGE_BANDS = (UNDER_13, FROM_13, FROM_16, FROM_18)
