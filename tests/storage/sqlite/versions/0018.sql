-- It was brought up to this version and stopped before it sealed anything.

INSERT INTO audit (at, action, done_by, detail) VALUES ('2026-03-02T09:30:00.000000+00:00', 'letter', 'Ada', 'care md');
