"""Why an answer is left out."""

REASONS = (
    "It could show who someone is",
    "It is not an answer to the question",
    "It insults or attacks a person",
    "It is a test, or copied",
)
"""Those that a moderator is offered; or the moderator's own words."""
