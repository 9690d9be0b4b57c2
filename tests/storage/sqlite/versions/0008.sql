-- One flag was closed as a false alarm, another was raised by hand and closed as right.

INSERT INTO flag (consultation, level, kinds, words, at, closed_at, closed_by, verdict) VALUES
    ('care', 1, '{"kinds": ["abuse"], "raised_by": ["phrase:abuse/hits"]}', 'words that did not worry',
     '2026-03-02T09:30:00.000000+00:00', '2026-03-02T10:00:00.000000+00:00', 'Ada', 'false_alarm'),
    ('care', 2, '{"kinds": [], "raised_by": ["person:Ada"]}', 'words that did',
     '2026-03-02T09:30:00.000000+00:00', '2026-03-02T10:00:00.000000+00:00', 'Ada', 'right');
