-- A question's code frame was changed, a coder learned it, and an answer was coded by both a machine and a person.

INSERT INTO code_frame (consultation, question, version, frame, change, changed_by, day) VALUES
    ('care', 'home', 1,
     '{"question":"home","wording":"What makes a place a home?","themes":[{"code":"pets","name":"Pets","definition":"Animals.","examples":["a dog"]}],"residual":{}}',
     '{"did":"began","codes":[],"names":[]}', 'start-up', '2026-03-02');

INSERT INTO coder (consultation, question, number, version, frame, parent, score, examples, made_by, day, in_use, learned)
VALUES ('care', 'home', 1, 'c0de', 1, 0, 0.71, 12, 'Ada', '2026-03-02', 1, x'c0de');

INSERT INTO coding
    (answer, place, number, consultation, question, revision, frame, coder, coded_by, codes, confidence, unsure, day)
SELECT answer.id, column1, 1, 'care', 'home', answer.revision, 1, column2, column3, column4, column5, 0, '2026-03-02'
FROM answer JOIN (VALUES (0, 1, '', 'other', '{"other":0.4}'), (1, 0, 'Ada', 'pets', '{}'))
WHERE answer.question = 'home';

INSERT INTO felt (answer, revision, feeling, version, day)
SELECT id, revision, 'positive', 'f1', '2026-03-02' FROM answer WHERE question = 'home';

INSERT INTO left_alone (answer, left_by, day) SELECT id, 'Ada', '2026-03-02' FROM answer WHERE question = 'home';
