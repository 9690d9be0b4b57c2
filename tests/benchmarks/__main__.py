"""Prints what is measured here and now:  make bench"""

from tests.benchmarks import turns_a_second

for line in turns_a_second.report():
    print(line)
