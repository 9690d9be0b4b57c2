-- Each row of the audit is sealed to the one before it (HMAC-SHA256, its key is in KEYS_DIR). Rows of earlier versions are
-- sealed by the first start of this one.
ALTER TABLE audit ADD COLUMN mac BLOB;

-- When a sign-in was last used, to the minute: who leaves a desk open is signed out. Empty for those of earlier versions.
ALTER TABLE sign_in ADD COLUMN seen TEXT NOT NULL DEFAULT '';

-- The second step of signing in: the secret of an app that counts codes, sealed, and the last code's time that was used,
-- so that no code works twice.
ALTER TABLE staff ADD COLUMN totp BLOB;
ALTER TABLE staff ADD COLUMN totp_used INTEGER NOT NULL DEFAULT 0;

CREATE TABLE recovery_code (
    staff INTEGER NOT NULL REFERENCES staff (id),
    digest BLOB NOT NULL,
    PRIMARY KEY (staff, digest)
) WITHOUT ROWID;

CREATE TABLE passkey (
    credential BLOB PRIMARY KEY, -- the id that its device gave it
    staff INTEGER NOT NULL REFERENCES staff (id),
    public_key BLOB NOT NULL,
    used INTEGER NOT NULL, -- as often as its device says
    name TEXT NOT NULL, -- as its owner calls it
    made_on TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX passkey_staff ON passkey (staff);

-- Who gave the right password, and not yet the second step.
CREATE TABLE password_given (
    digest BLOB PRIMARY KEY,
    staff INTEGER NOT NULL REFERENCES staff (id),
    until TEXT NOT NULL
) WITHOUT ROWID;

-- What was typed when a sign-in had ended, sealed, for an hour.
CREATE TABLE typed_form (
    staff INTEGER PRIMARY KEY REFERENCES staff (id),
    sealed BLOB NOT NULL,
    until TEXT NOT NULL
) WITHOUT ROWID;

-- Who may work on a consultation, where it is not everybody.
CREATE TABLE consultation_staff (
    consultation TEXT NOT NULL REFERENCES consultation (id),
    staff INTEGER NOT NULL REFERENCES staff (id),
    PRIMARY KEY (consultation, staff)
) WITHOUT ROWID;
