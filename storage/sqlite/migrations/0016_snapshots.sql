-- Figures as they were told last, suppressed and rounded: nothing but what stands in a letter of that day.
CREATE TABLE snapshot (
    consultation TEXT PRIMARY KEY REFERENCES consultation (id),
    number INTEGER NOT NULL, -- counts up: of two that are made at the same time one is kept
    figures TEXT NOT NULL, -- JSON
    days TEXT NOT NULL -- JSON: the day that the numbers of each part are of
) WITHOUT ROWID;

-- Who is counted in them, and in which parts they are another by now. What was picked or written is not kept here.
CREATE TABLE in_snapshot (
    response BLOB PRIMARY KEY, -- outlives its response, of which then nothing is left here but that it is gone
    consultation TEXT NOT NULL REFERENCES snapshot (consultation) ON DELETE CASCADE,
    parts TEXT NOT NULL -- JSON
) WITHOUT ROWID;

CREATE INDEX in_snapshot_consultation ON in_snapshot (consultation);

-- Other words alone change no number; what they are coded as does, and that is compared by itself.
CREATE TRIGGER snapshot_answer_changes AFTER UPDATE OF chosen, text, language ON answer
WHEN OLD.chosen <> NEW.chosen OR (OLD.text || OLD.language = '') <> (NEW.text || NEW.language = '')
BEGIN
    UPDATE in_snapshot SET parts = json_replace(parts, '$."' || NEW.question || '"', 'changed')
    WHERE response = NEW.response;
END;

CREATE TRIGGER snapshot_answer_goes AFTER DELETE ON answer
BEGIN
    UPDATE in_snapshot SET parts = json_replace(parts, '$."' || OLD.question || '"', 'changed')
    WHERE response = OLD.response;
END;

CREATE TRIGGER snapshot_person_changes AFTER UPDATE OF age_band, door ON response
WHEN OLD.age_band <> NEW.age_band OR OLD.door <> NEW.door
BEGIN
    UPDATE in_snapshot SET parts = json_replace(parts, '$."*age"', 'changed', '$."*door"', 'changed')
    WHERE response = NEW.id;
END;

CREATE TRIGGER snapshot_response_goes AFTER DELETE ON response
BEGIN
    UPDATE in_snapshot SET parts = (SELECT json_group_object(key, 'gone') FROM json_each(parts))
    WHERE response = OLD.id;
END;
