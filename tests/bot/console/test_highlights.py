from bot.console.highlights import Piece, Span, by_message


def test_a_span_is_marked_where_it_stands():
    [pieces] = by_message(["母が認知症です"], [Span(0, 5, issue="elder_care")])
    assert pieces == [Piece("母が認知症", ("elder_care",)), Piece("です")]


def test_offsets_count_characters_not_utf16_units():
    text = "😢👨‍👩‍👧母が認知症"
    start = text.index("母")
    [pieces] = by_message([text], [Span(start, start + 5, issue="elder_care")])
    assert [piece.text for piece in pieces if piece.issues] == ["母が認知症"]


def test_offsets_of_a_turn_find_their_message():
    texts = ["😢つらい", "", "消えたい"]
    start = "\n".join(texts).index("消えたい")
    first, second, third = by_message(texts, [Span(start, start + 4, danger="suicide")])
    assert first == [Piece("😢つらい")]
    assert second == []
    assert third == [Piece("消えたい", (), ("suicide",))]


def test_a_span_over_a_line_end_is_marked_in_both_messages():
    first, second = by_message(["もう", "限界"], [Span(0, 5, issue="mental")])
    assert first == [Piece("もう", ("mental",))]
    assert second == [Piece("限界", ("mental",))]


def test_overlapping_spans_are_cut_where_they_begin_and_end():
    spans = [Span(0, 4, issue="mental"), Span(2, 6, danger="suicide")]
    [pieces] = by_message(["あいうえおかき"], spans)
    assert pieces == [
        Piece("あい", ("mental",)),
        Piece("うえ", ("mental",), ("suicide",)),
        Piece("おか", (), ("suicide",)),
        Piece("き"),
    ]


def test_a_span_found_twice_is_named_once():
    spans = [Span(0, 2, danger="suicide"), Span(0, 2, danger="suicide")]
    [pieces] = by_message(["あい"], spans)
    assert pieces == [Piece("あい", (), ("suicide",))]
