-- A reply waits for another door too, older than Telegram's and at an address that looks the same.

INSERT INTO outbox (consultation, door, lane, first, sealed, tries, created, due) VALUES
    ('care', 'letter_box', x'fe357d927e23b1f081f49a0bd9a80bee', 0,
     x'01cae2a3a46e6c11f75ffc4d1d00e9506a75d54d8d171de5fd5b3dd6112f192f2f5f6473dddd0fa294e945ae7d87d8698db0e1a66faaf8c3e8d7357212b3d1071b567a1a3b1dd1ac17e372699f6f6e5af2b33134b7380eb390222a2449d25e0c9619c4',
     0, '2026-03-02T09:20:00.000000+00:00', '2026-03-02T09:20:00.000000+00:00');
