"""What holds for every test."""

from hypothesis import settings

# The same examples in every run, and no bound on time: machines differ, and a test must fail for one reason.
settings.register_profile("earshot", deadline=None, derandomize=True)
settings.load_profile("earshot")
