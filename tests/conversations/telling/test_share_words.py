from conversations.telling.share_words import key, word


def test_each_word_begins_where_the_one_before_ends() -> None:
    edges = {per_cent: word(per_cent) for per_cent in (4, 5, 9, 10, 19, 20, 49, 50, 74, 75, 89, 90, 99)}
    assert edges == {
        4: "", 5: "a few", 9: "a few", 10: "some", 19: "some", 20: "many", 49: "many", 50: "most", 74: "most",
        75: "a large majority", 89: "a large majority", 90: "nearly all", 99: "nearly all",
    }  # fmt: skip


def test_the_key_explains_every_word() -> None:
    assert key() == (
        ("a few", "5–9%"),
        ("some", "10–19%"),
        ("many", "20–49%"),
        ("most", "50–74%"),
        ("a large majority", "75–89%"),
        ("nearly all", "90% or more"),
    )
