-- An answer in another language was not read in time, and somebody had redacted one that is gone by now.

INSERT INTO response VALUES (x'c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c4', 'next', 1, '16-17', 'web', '2026-03-01', 1, 1);
INSERT INTO answer
    (id, response, consultation, question, chosen, text, hidden, sent_again, risk, day, review, reason, revision, language)
VALUES
    (x'e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6e6', x'c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c4', 'next', 'say', '', '', '', 0, 0, '2026-03-01', 'not_needed', '', 1, 'pl');

INSERT INTO reading (answer, revision, language, read_by, at) VALUES
    (x'f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7', 2, 'pl', 'Ada', '2026-03-02T10:00:00.000000+00:00');
