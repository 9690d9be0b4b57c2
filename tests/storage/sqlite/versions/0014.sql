-- A worry came several times within minutes, from those who had no session, and was closed.

INSERT INTO flag (consultation, level, kinds, words, at, closed_at, closed_by, verdict, times, without_session) VALUES
    ('care', 2, '["suicide"]', 'words that came thrice', '2026-03-02T09:40:00.000000+00:00',
     '2026-03-02T10:00:00.000000+00:00', 'Ada', 'right', 3, 1);
