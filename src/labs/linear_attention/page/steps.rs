//! What the steps of the derivation are called, right ones and wrong ones, and what each says.

use crate::labs::linear_attention::derivation::Line;
use crate::labs::linear_attention::wrong::Wrong;
use crate::lesson::{Text, text};

/// What the step that leads to a line is called, and what it says.
pub(super) const fn step(line: Line) -> (Text, Text) {
    match line {
        Line::Recurrent => (
            text("Drop f_A", "丟掉 f_A"),
            text(
                "H = H + D. This is no rewriting: it is another RNN, one that never forgets. From here on, y has to stay the same.",
                "H = H + D。這一步不是改寫，而是換了一個從不遺忘的 RNN。從這裡起，y 都不可以變。",
            ),
        ),
        Line::Unrolled => (
            text("Unroll", "展開"),
            text(
                "Put H of the step before into its place, again and again: H is the sum of all D so far.",
                "把前一步的 H 一再代進去：H 就是到目前為止所有 D 的和。",
            ),
        ),
        Line::Outer => (
            text("Write D as v kᵀ", "把 D 寫成 v kᵀ"),
            text(
                "What is written is a value times a key lying down: an outer product.",
                "寫進去的是 value 乘上躺下來的 key，也就是外積。",
            ),
        ),
        Line::Inside => (
            text("Move q inside", "把 q 搬進去"),
            text(
                "A sum times q is the sum of the products: every D is read on its own.",
                "總和乘上 q，等於各自乘上 q 再加起來：每個 D 各讀各的。",
            ),
        ),
        Line::Inner => (
            text("Multiply k and q first", "先乘 k 和 q"),
            text(
                "Products may be bracketed in any way, and kᵀq is a single number.",
                "乘法可以任意加括號，而 kᵀq 只是一個數字。",
            ),
        ),
        Line::Forward => (
            text("Bring the number forward", "把數字提到前面"),
            text(
                "A number may stand in front: it is a weight a, and y is a weighted sum of values.",
                "數字可以放到前面：它就是權重 a，而 y 是 value 的加權和。",
            ),
        ),
        Line::Attention => (
            text("All tokens at once", "所有 token 一起算"),
            text(
                "Weights of all tokens in one square, later tokens masked with 0: Y = (Q Kᵀ ⊙ M) V. Attention without softmax.",
                "所有 token 的權重排成一個方陣，後面的 token 用 0 遮住：Y = (Q Kᵀ ⊙ M) V。這就是沒有 softmax 的 attention。",
            ),
        ),
    }
}

/// The same for a wrong turn.
pub(super) const fn turn(wrong: Wrong) -> (Text, Text) {
    match wrong {
        Wrong::DropAnything => (text("Keep f_A", "保留 f_A"), text("", "")),
        Wrong::NoMask => (
            text("Sum over all tokens", "對所有 token 求和"),
            text(
                "The sum runs on to tokens that have not come yet: the mask is left out.",
                "連還沒出現的 token 也加進來，等於沒有遮罩。",
            ),
        ),
        Wrong::Swapped => (
            text("Write D as k vᵀ", "把 D 寫成 k vᵀ"),
            text(
                "Key and value have changed places: the query meets the value, and the key comes out.",
                "key 和 value 對調了：query 碰到的是 value，讀出來的卻是 key。",
            ),
        ),
        Wrong::OwnQuery => (
            text("Give each D its own q", "讓每個 D 配自己的 q"),
            text(
                "Each summand keeps the query of its own token. But only one token asks.",
                "每一項都用自己那個 token 的 query。可是發問的只有一個 token。",
            ),
        ),
        Wrong::ValueFirst => (
            text("Multiply v and q first", "先乘 v 和 q"),
            text(
                "Brackets may move, factors may not change places.",
                "括號可以移動，但乘的順序不能對調。",
            ),
        ),
        Wrong::Softmax => (
            text("Put a softmax around", "套上 softmax"),
            text(
                "Positive weights that sum to 1: the attention of a Transformer, and another layer.",
                "權重變成正的、加起來是 1：這是 Transformer 的 attention，是另一種層。",
            ),
        ),
    }
}
