-- Whose a waiting reply is: a door's sender sees and touches its own only. What waited until now was Telegram's, as no
-- other door sent anything; so is what a process of the version before still puts in while it is being replaced.
ALTER TABLE outbox ADD COLUMN door TEXT NOT NULL DEFAULT 'telegram';

DROP INDEX outbox_order;
DROP INDEX outbox_lane;
CREATE INDEX outbox_order ON outbox (door, first DESC, id);
CREATE INDEX outbox_lane ON outbox (door, lane, first DESC, id);
