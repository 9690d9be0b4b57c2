-- Figures were looked at; of those who are counted in them one took everything back since.

INSERT INTO snapshot (consultation, number, figures, days) VALUES
    ('care', 2, '{"consultation":"care","version":1,"title":"Your care","threshold":10,"took_part":null,"nobody":false,"people":[],"about_you":[],"questions":[],"left_out":[],"waiting":true,"themes":{},"feelings":{},"checked":{}}', '{"*took_part": "2026-03-01", "home": "2026-03-01"}');
INSERT INTO in_snapshot (response, consultation, parts) VALUES
    (x'b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2', 'care', '{"*took_part": "counted", "home": "counted; ; "}'),
    (x'd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4', 'care', '{"*took_part": "gone", "home": "gone"}');
