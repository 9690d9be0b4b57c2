-- An answer that was heard by rules alone.

UPDATE answer SET by_rules = 1 WHERE question = 'home';
