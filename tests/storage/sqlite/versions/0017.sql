-- Ada has taken the case of the flag in hand, and says what comes next.

INSERT INTO case_move (flag_case, move, moved_by, at, goes_to, words, next_step)
SELECT id, 'opened', 'Ada', '2026-03-02T09:40:00.000000+00:00', '', '', '' FROM flag_case WHERE state = 'waiting'
UNION ALL
SELECT id, 'taken', 'Ada', '2026-03-02T09:41:00.000000+00:00', 'Ada', 'rang the duty team', 'ring again' FROM flag_case
WHERE state = 'waiting';
UPDATE flag_case SET state = 'in_hand', owner = 'Ada' WHERE state = 'waiting';
INSERT INTO alert_address (staff, way, sealed) VALUES (1, 'email', x'01');
INSERT INTO alert_code (digest, staff, until) VALUES (x'02', 1, '2026-03-02T10:00:00.000000+00:00');
