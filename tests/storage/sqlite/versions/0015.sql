-- A lead let an answer be quoted that was flagged, and took it back.

INSERT INTO print_decision (answer, revision, verdict, newest_flag, decided_by, at) VALUES
    (x'd5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5', 1, 'quote', 3, 'Ada', '2026-03-02'),
    (x'd5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5', 1, 'undo', 3, 'Ada', '2026-03-02');
