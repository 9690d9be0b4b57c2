-- The keys are known, and the places of a consultation were sealed for a backup that was put back without its key.

INSERT INTO key_known VALUES ('outbox', x'c81649092c5284449ea0df297bb8fb24'), ('receipts', x'12906e98cc5606f0385150c9f2b904a6');

INSERT INTO place VALUES ('gone', 0, 2, x'01000000000000000000000000000000000000000000000000000000000000');
