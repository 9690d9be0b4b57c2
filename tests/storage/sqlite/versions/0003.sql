-- A response was withdrawn.

INSERT INTO withdrawn (id) VALUES (x'e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5');
