-- Ids of responses and answers that are gone: what a restored backup must not bring back. Random ids, in no order.
CREATE TABLE withdrawn (id BLOB PRIMARY KEY) WITHOUT ROWID;

CREATE TRIGGER response_gone AFTER DELETE ON response
BEGIN
    INSERT INTO withdrawn VALUES (OLD.id) ON CONFLICT DO NOTHING;
END;

-- Answers that go with their response need no line of their own.
CREATE TRIGGER answer_gone AFTER DELETE ON answer
WHEN EXISTS (SELECT 1 FROM response WHERE id = OLD.response)
BEGIN
    INSERT INTO withdrawn VALUES (OLD.id) ON CONFLICT DO NOTHING;
END;
