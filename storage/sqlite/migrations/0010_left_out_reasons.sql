-- A reason that moderators choose from is kept as its code, so that its sentence can change. One in their own words stays
-- as it is.
UPDATE answer SET reason = column2
FROM (VALUES
    ('It could show who someone is', 'shows_who'),
    ('It is not an answer to the question', 'off_question'),
    ('It insults or attacks a person', 'attacks_someone'),
    ('It is a test, or copied', 'test_or_copy'))
WHERE reason = column1;

-- Decisions too: taking one back brings an earlier reason back. What was decided stays what it was.
DROP TRIGGER decision_stands;

UPDATE decision SET reason = column2
FROM (VALUES
    ('It could show who someone is', 'shows_who'),
    ('It is not an answer to the question', 'off_question'),
    ('It insults or attacks a person', 'attacks_someone'),
    ('It is a test, or copied', 'test_or_copy'))
WHERE reason = column1;

CREATE TRIGGER decision_stands BEFORE UPDATE ON decision
BEGIN
    SELECT raise(ABORT, 'decisions are only ever added');
END;
