-- Ada has a second step, and works on a consultation of her own.

UPDATE staff SET totp_used = 7 WHERE id = 1;
INSERT INTO recovery_code (staff, digest) VALUES (1, x'31');
INSERT INTO passkey (credential, staff, public_key, used, name, made_on) VALUES
    (x'41', 1, x'42', 3, 'the office computer', '2026-03-01');
INSERT INTO password_given (digest, staff, until) VALUES (x'51', 1, '2026-03-03T09:30:00.000000+00:00');
INSERT INTO typed_form (staff, sealed, until) VALUES (1, x'61', '2026-03-03T09:30:00.000000+00:00');
INSERT INTO consultation_staff (consultation, staff) VALUES ('care', 1);
