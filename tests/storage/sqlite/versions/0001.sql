-- One respondent (telegram:7312045599, receipt: amber badger copper dolphin ember falcon) has answered the first
-- question and is at the second; another has finished. A reply waits, a moderator has decided, a flag is open.

INSERT INTO consultation (id, status, opens, closes, trial) VALUES
    ('care', 'open', '2026-03-01', '2026-03-31', 0),
    ('past', 'closed', '2025-03-01', '2025-03-31', 0),
    ('next', 'draft', NULL, NULL, 0);

INSERT INTO consultation_text (consultation, version, text) VALUES
    ('care', 1, '{"format":1,"id":"care","version":1,"title":"Your care","about":"What you think about your care.","questions":[{"id":"home","type":"open","text":"What makes a place a home?"},{"id":"say","type":"open","text":"What should change?"},{"id":"plan","type":"choice","text":"Seen your plan?","options":[{"id":"y","text":"Option y"},{"id":"n","text":"Option n"}]}],"about_you":[]}');

INSERT INTO consultation_text (consultation, version, text)
SELECT id, 1, replace(text, '"id":"care"', '"id":"' || consultation.id || '"')
FROM consultation, consultation_text WHERE id <> 'care';

INSERT INTO group_code (consultation, code, group_name) VALUES ('care', 'k7mp-x3hr', 'Tuesday club');

INSERT INTO response (id, consultation, version, age_band, door, day, quoting, finished) VALUES
    (x'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1', 'care', 1, '13-15', 'telegram', '2026-03-02', NULL, 0),
    (x'b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2', 'care', 1, '16-17', 'web', '2026-03-01', 1, 1),
    (x'c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3', 'past', 1, '16-17', 'web', '2025-03-01', 0, 1);

INSERT INTO answer
    (id, response, consultation, question, chosen, text, hidden, sent_again, risk, day, review, reason, revision)
VALUES
    (x'd1d1d1d1d1d1d1d1d1d1d1d1d1d1d1d1', x'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1', 'care', 'home', '', 'a garden for [name]', 'PERSON', 0, 0, '2026-03-02', 'waiting', '', 1),
    (x'd2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2', x'b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2', 'care', 'home', '', 'people who listen', '', 0, 1, '2026-03-01', 'approved', '', 2),
    (x'd3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3', x'b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2', 'care', 'plan', 'y', '', '', 0, 0, '2026-03-01', 'not_needed', '', 1),
    (x'd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4', x'c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3', 'past', 'plan', 'n', '', '', 0, 0, '2025-03-01', 'not_needed', '', 1);

INSERT INTO receipt (locator, response, verifier, day) VALUES
    (x'b881966c1b2ea09a0c0078b8730fafcd', x'a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1',
     '$argon2id$v=19$m=8,t=1,p=1$iunYwIoCQ6S0FHTE3AJikg$hWFJLlJ5Sj3YV5H1TAujdVT1riDSJP94YSUiBDXDlws', '2026-03-02');

INSERT INTO session (id, consultation, link, state) VALUES
    (x'2989e18c38de4127e9d22159e9b10d71', 'care', x'3b50d8d5be08775b12125ebd26c37599',
     x'01c5de5facf60c33fa9c7dd725d7687b147beed9094bb62b7d863b13f5664a71861f1befcece9e714fa490e18359e1372a8ca41d716e0a5e9955d90e6c9db9337ccb80a3680af24d9c58ddf22cfff19ecab335696dcd88d258e0d88461ea6cb918065f409810f28e8e4611bbb941d70c0bbccf47fde38104e23874ce39cc6f8fb2bbdb2fd34f7aa317709207147af45b329adddf7342e0c5be27f2afdf8c02ccf15f02220eac5ec20a48fc39474f0ac41c85369b750f9cb04968d80d3a07014d67284f674d348f7b1296d3d6d9a622923d15a4e8b54b775ed288051320a729a6ff92bf2d7458678852e9334a2aac861166c1468a5802e9ab9c3330bd5a33efc48476b2e1bfd399803e8e55c853712a2333403f7979f1d300454a103eeb8f039a63f0bf603d6128de12a2bd73c536b846bf840c13b716b324355933b7173e45759161e0d6d09c0994eecb7e3a8f048f95a10a97c496861e37b52e6279a17b9e6a02c2772d9b989a46a7cf68a28f1f38ab76988551d1ac8bff5a1da2e1382155f926bfcb0b47b38dc6db5f6fc485b9fb5582a404dd4d27f6ac83554c5d50fc303cee3d63e301f38ccff6aeb66f19787efa1b815d4de180679992d5fec135839e8354dd1349edf17f73638cd836db8287068293625b932f73084d300ac8377de512d21653f597a33b');

INSERT INTO event (session, id, consultation, day, replies) VALUES
    (x'2989e18c38de4127e9d22159e9b10d71', x'662f4c5038d480774a6bedb32a29e5cc', 'care', '2026-03-02',
     x'01c327d1f659762a25fa2d19ea606d94c7aa22a40fec886d03a0bbf9c02906ab3cdee7c5ef434fc8ff94b4596ea3d0bdcbe1368b14d41571694d28ad5b43647b45920392040e2c7b8832525490a2b0bbdfcdb7b3dde1ee9e40f0efa7d23c04ab0c04066757bb03a2e87b27ba152b7c67e04a267634bf7cf828a7015a22d3f5bc6f0c00a6ecae90f359a9ad84ebe34b20db384d01e99d332812a86d2010516144d5a14da20dd6d75bb863ebbf4d59bf2ef6fd70d1511ba7c9db51a30fbff7aa9760894234b91f7d78');

INSERT INTO flag (consultation, level, kinds, words, at) VALUES
    ('care', 2, '["self-harm"]', 'words that worry', '2026-03-02T09:30:00.000000+00:00');

INSERT INTO decision (answer, revision, verdict, reason, decided_by, at) VALUES
    (x'd2d2d2d2d2d2d2d2d2d2d2d2d2d2d2d2', 2, 'approve', '', 'Ada', '2026-03-02T10:00:00.000000+00:00');

INSERT INTO outbox (consultation, lane, first, sealed, tries, created, due) VALUES
    ('care', x'fe357d927e23b1f081f49a0bd9a80bee', 0,
     x'0106536edb43ef2b8a3214dd92ddb639f6b3eade6dfbfadbbf0ccf7450e98b928e044f93c7abc8d3688dfac3674d4589d1892384ceec1014e562e053fab255260fd9da53be29571efc657bed30e605496772538450ce7b5ba4cdc92cb18e',
     1, '2026-03-02T09:30:00.000000+00:00', '2026-03-02T09:30:00.000000+00:00');

INSERT INTO dead_letter (door, what, at) VALUES ('telegram', 'KeyError', '2026-03-02T09:30:00.000000+00:00');

INSERT INTO staff (name, folded, roles, disabled, password) VALUES
    ('Ada', 'ada', 'administrator moderator', 0, 'a hash'),
    ('Bea', 'bea', 'moderator', 1, 'another');

INSERT INTO link (digest, staff, until) VALUES (x'01', 1, '2026-03-03T09:30:00.000000+00:00');

INSERT INTO sign_in (digest, staff, until) VALUES
    (x'984ca5162200734c592148f1820b71057f098573d138666b48663e4e30cd8d3a', 1, '2026-03-03T09:30:00.000000+00:00');

INSERT INTO audit (at, action, done_by, detail) VALUES
    ('2026-03-01T09:30:00.000000+00:00', 'consultation opened', 'Ada', 'care 2026-03-01 to 2026-03-31');
