-- What was found when somebody looked into a flag; empty while it is open, and where nobody was asked.
ALTER TABLE flag ADD COLUMN verdict TEXT NOT NULL DEFAULT '' CHECK (verdict IN ('', 'right', 'false_alarm'));
