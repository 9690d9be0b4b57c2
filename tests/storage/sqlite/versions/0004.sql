-- Somebody tried receipt words; a letter was made that quotes a response, and one that was withdrawn since.

INSERT INTO receipt_try (words, slot, tries) VALUES (x'f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1', '2026-03-02T09:30', 2);

INSERT INTO receipt_form (id, day) VALUES (x'f2f2f2f2f2f2f2f2f2f2f2f2f2f2f2f2', '2026-03-02');

INSERT INTO made_file (consultation, day, name, what, format, made_by) VALUES
    ('care', '2026-03-02', 'care-letter.docx', 'letter', 'docx', 'Ada');

INSERT INTO held_in_file (response, consultation, day, what, question, back) VALUES
    (x'b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2', 'care', '2026-03-02', 'letter', 'home', ''),
    (x'e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5', 'care', '2026-03-02', '', '', '2026-03-02');
