"""Prints what is measured here and now:  make bench"""

from tests.benchmarks import telling_languages, turns_a_second

for part in (telling_languages, turns_a_second):
    for line in part.report():
        print(line)
