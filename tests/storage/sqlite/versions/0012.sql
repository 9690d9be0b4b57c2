-- A worry of a consultation that is closed, which nobody has looked into: it has an hour.

INSERT INTO flag (consultation, level, kinds, words, at) VALUES ('past', 1, '["harm"]', 'words that came late', '2026-01-20T17');
