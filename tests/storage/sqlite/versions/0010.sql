-- An answer was left out for one of the reasons to choose from, after a reason in a moderator's own words.

INSERT INTO answer
    (id, response, consultation, question, chosen, text, hidden, sent_again, risk, day, review, reason, revision)
VALUES
    (x'd5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5', x'b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2', 'care', 'say', '', 'test test', '', 0, 0, '2026-03-01', 'rejected', 'test_or_copy', 1);

INSERT INTO decision (answer, revision, verdict, reason, decided_by, at) VALUES
    (x'd5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5', 1, 'reject', 'sent twice', 'Ada', '2026-03-02T10:00:00.000000+00:00'),
    (x'd5d5d5d5d5d5d5d5d5d5d5d5d5d5d5d5', 1, 'reject', 'test_or_copy', 'Ada', '2026-03-02T10:01:00.000000+00:00');
