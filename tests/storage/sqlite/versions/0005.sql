-- Somebody who has only begun: what was said last stands with the session.

INSERT INTO session (id, consultation, link, state, said) VALUES
    (x'78c95920e99eb6633acbd60362275a94', 'care', NULL,
     x'016b30ea300dda8aa6c3fb2c6949e66dde314d8ccfafbfc4418e1a67f3cce3801d1a363f83199ebe1459e962fa0dab4b0cb41b1108cf394cbaeb8d55d9899d91feb255716014c638a440ce2572643cc927917dcc77214cc447553eb22b94fe',
     x'01b98f22080aab2a2b0ebb14dc4b7f2e2898a57684818ff0c2021881888b89292915d771403071550da678592d055ed086bfd6fcdba807ae967ae14b786a99ec892c5edcf0c8e6ffff25d647412a363efa2f446884002744afcb52e2b97a0dffe8f20952d8cde1d743bfacf6ce3fa2cc677bc94d401fdc3d9416a582f8ef94d96278');

INSERT INTO event (session, id, consultation, day, replies) VALUES
    (x'78c95920e99eb6633acbd60362275a94', x'098469f2d5a63f08d3fcf47fba5cf2af', 'care', '2026-03-02', x'');
