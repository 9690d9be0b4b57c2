-- Each row of the audit is sealed to the one before it (HMAC-SHA256, its key is in KEYS_DIR). Rows of earlier versions are
-- sealed by the first start of this one.
ALTER TABLE audit ADD COLUMN mac BLOB;
