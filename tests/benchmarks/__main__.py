"""Prints what is measured here and now:  make bench"""

from tests.benchmarks import turns

for line in turns.report():
    print(line)
