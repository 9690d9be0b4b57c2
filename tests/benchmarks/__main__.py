"""Prints what is measured here and now:  make bench"""

from tests.benchmarks import telegram_cpu, telegram_hall, telling_languages, turns_a_second

for measured in (telling_languages, turns_a_second, telegram_cpu, telegram_hall):
    for line in measured.report():
        print(line)
