-- 1: some of it was heard by rules alone, so whoever reviews it looks twice.
ALTER TABLE answer ADD COLUMN by_rules INTEGER NOT NULL DEFAULT 0;
