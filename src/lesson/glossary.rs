//! The words of the course: one name per language, used the same in code, page and lessons, and one sentence each.

use super::{Text, text};

/// A word of the course.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Term {
    /// For `find`, the same in both languages.
    pub id: &'static str,
    pub name: Text,
    /// One sentence.
    pub meaning: Text,
}

const fn term(id: &'static str, name: Text, meaning: Text) -> Term {
    Term { id, name, meaning }
}

/// The term of this id.
pub fn find(id: &str) -> Option<&'static Term> {
    GLOSSARY.iter().find(|term| term.id == id)
}

/// In the order in which the four lectures meet them.
#[rustfmt::skip] // four lines a term instead of nine
pub static GLOSSARY: &[Term] = &[
    // Generation
    term("token", text("token", "token"), text(
        "The basic unit that a model reads and produces: a character, a piece of a word, a piece of an image.",
        "模型讀進和產生的基本單位：一個字元、一段字詞，或一小塊影像。",
    )),
    term("vocabulary", text("vocabulary", "詞彙表"), text(
        "All tokens that a model knows.",
        "模型認得的全部 token。",
    )),
    term("tokenizer", text("tokenizer", "tokenizer"), text(
        "The rule that cuts a text into tokens and joins tokens back into text.",
        "把文字切成 token、再把 token 接回文字的規則。",
    )),
    term("byte-pair-encoding", text("byte-pair encoding", "BPE"), text(
        "A tokenizer that starts from bytes and keeps joining the most frequent pair into a new token.",
        "從位元組開始，反覆把最常相鄰的一對併成新 token 的切法。",
    )),
    term("autoregressive-generation", text("autoregressive generation", "自迴歸生成（文字接龍）"), text(
        "Producing a text one token at a time, each one chosen in view of all before it.",
        "一次產生一個 token，每個都根據前面所有的 token 來選。",
    )),
    term("probability-distribution", text("probability distribution", "機率分布"), text(
        "A probability for every token of the vocabulary; together they make 1.",
        "給詞彙表裡每個 token 一個機率，加起來等於 1。",
    )),
    term("sampling", text("sampling", "取樣（擲骰子）"), text(
        "Drawing the next token by chance, each with its probability.",
        "按照機率，隨機抽出下一個 token。",
    )),
    term("logit", text("logit", "logit"), text(
        "The score that the model gives to a token before softmax; any real number.",
        "模型在 softmax 之前給每個 token 的分數，可以是任何實數。",
    )),
    term("softmax", text("softmax", "softmax"), text(
        "Turns scores into a probability distribution: exponentials, divided by their sum.",
        "把分數變成機率分布：取指數，再除以總和。",
    )),
    term("temperature", text("temperature", "溫度"), text(
        "Divides the logits before softmax: high flattens the distribution, low sharpens it, 0 takes the most probable token.",
        "softmax 之前用來除 logit 的數：高溫讓分布變平，低溫讓分布變尖，0 就是選機率最高的。",
    )),
    term("top-k", text("top-k", "top-k"), text(
        "Keeps the k most probable tokens.",
        "只留下機率最高的 k 個 token。",
    )),
    term("top-p", text("top-p", "top-p"), text(
        "Keeps the smallest set of most probable tokens whose probabilities reach p together.",
        "從機率最高的開始留，留到加起來達到 p 為止。",
    )),
    term("min-p", text("min-p", "min-p"), text(
        "Keeps tokens with at least this share of the largest probability.",
        "只留下機率至少是第一名某個比例的 token。",
    )),
    term("repetition-penalty", text("repetition penalty", "重複懲罰"), text(
        "Lowers the logits of tokens that have appeared already.",
        "把出現過的 token 的 logit 壓低。",
    )),
    term("greedy", text("greedy decoding", "貪婪解碼"), text(
        "Always taking the most probable next token.",
        "每一步都選機率最高的 token。",
    )),
    term("beam-search", text("beam search", "beam search（束搜尋）"), text(
        "Following the few most probable texts at the same time instead of one.",
        "同時保留幾段機率最高的文字，而不是只留一段。",
    )),
    term("log-probability", text("log-probability", "對數機率"), text(
        "The natural logarithm of a probability; for a whole text the sum over its tokens.",
        "機率取自然對數；一整段文字的對數機率是各個 token 的總和。",
    )),
    term("entropy", text("entropy", "熵"), text(
        "How undecided a distribution is, in nats: 0 for certainty, ln V for a blind guess.",
        "分布有多拿不定主意，單位 nats：0 是十拿九穩，ln V 是毫無頭緒。",
    )),
    term("nat", text("nat", "nat"), text(
        "The unit of information with the natural logarithm; one nat is about 1.44 bits.",
        "以自然對數計算的資訊單位，1 nat 約等於 1.44 位元。",
    )),
    term("loss", text("loss", "損失"), text(
        "What training makes small; here the mean surprise at the true next token.",
        "訓練要降低的數字；這裡是真正的下一個 token 平均讓模型多意外。",
    )),
    term("validation", text("validation text", "驗證文字"), text(
        "Text held back from training, to see whether the model learned more than that text by heart.",
        "訓練時先留下來的文字，用來看模型是不是只會背課文。",
    )),
    term("over-fitting", text("over-fitting", "過擬合"), text(
        "Getting better on the training text while getting worse on text not seen.",
        "在訓練文字上越來越好，在沒看過的文字上卻越來越差。",
    )),
    term("self-bleu", text("self-BLEU", "self-BLEU"), text(
        "How much samples resemble one another by shared runs of tokens: 0 for all different, 1 for all the same.",
        "用共同的連續 token 來量樣本彼此有多像：0 是完全不同，1 是全都一樣。",
    )),
    term("kv-cache", text("KV cache", "KV cache"), text(
        "The stored keys and values of earlier tokens, so that a new token needs no second look at the old ones.",
        "把前面 token 的 key 和 value 存起來，新 token 就不必重算舊的。",
    )),
    // The network and its training
    term("layer", text("layer", "層"), text(
        "One step of the network from input to output.",
        "網路從輸入到輸出的其中一步。",
    )),
    term("neuron", text("neuron", "神經元"), text(
        "A unit of a layer: a weighted sum and what it does with it.",
        "一層裡的一個單位：把輸入加權總和，再做一個簡單的轉換。",
    )),
    term("activation", text("activation", "激發值"), text(
        "The number that a neuron outputs for the current input.",
        "神經元對目前輸入所輸出的數字。",
    )),
    term("parameter", text("parameter", "參數"), text(
        "A number that training finds.",
        "由訓練找出來的數字。",
    )),
    term("hyperparameter", text("hyperparameter", "超參數"), text(
        "A number that a person chooses before training.",
        "訓練之前由人決定的數字。",
    )),
    term("architecture", text("architecture", "架構"), text(
        "How the layers of a network are made and joined, before any training.",
        "網路的每一層怎麼做、怎麼接，在訓練之前就決定。",
    )),
    term("pre-training", text("pre-training", "預訓練"), text(
        "The first, long training on much text, before any task.",
        "還沒有特定任務之前，先在大量文字上做的長時間訓練。",
    )),
    term("fine-tuning", text("fine-tuning", "微調"), text(
        "Further training of a trained model for one purpose.",
        "為了某個目的，把訓練好的模型再訓練一段。",
    )),
    term("catastrophic-forgetting", text("catastrophic forgetting", "災難性遺忘"), text(
        "Losing old abilities while a new one is trained.",
        "學新能力的時候，把舊能力弄丟了。",
    )),
    term("model-editing", text("model editing", "模型編輯"), text(
        "Changing a few parameters directly so that one fact changes.",
        "直接改動少數參數，只換掉一件事實。",
    )),
    term("model-merging", text("model merging", "模型合併"), text(
        "Combining the parameters of models into one, without training data.",
        "不用訓練資料，把幾個模型的參數合成一個。",
    )),
    term("task-vector", text("task vector", "任務向量"), text(
        "The parameters after fine-tuning minus those before.",
        "微調後的參數減去微調前的參數。",
    )),
    term("test-time-scaling", text("test-time scaling", "測試時擴展（深度不夠，長度來湊）"), text(
        "Letting a model write more steps where its layers are too few.",
        "層數不夠用的時候，讓模型多寫幾步。",
    )),
    term("chain-of-thought", text("chain of thought", "思維鏈"), text(
        "Intermediate steps that the model writes before its answer.",
        "模型在回答之前寫出來的中間步驟。",
    )),
    term("self-attention", text("self-attention", "自注意力"), text(
        "A layer in which every position gathers from other positions, weighted by how well query and key match.",
        "每個位置按照 query 和 key 的相合程度，從其他位置收集資訊的一層。",
    )),
    term("query", text("query, key, value", "query、key、value"), text(
        "Three vectors made from each token: what it looks for, what it is found by, what it hands over.",
        "從每個 token 算出的三個向量：要找什麼、憑什麼被找到、交出什麼。",
    )),
    term("residual-connection", text("residual connection", "殘差連接"), text(
        "A way past a layer: the output is the input plus what the layer adds.",
        "繞過一層的路：輸出等於輸入加上這一層補充的內容。",
    )),
    term("residual-stream", text("residual stream", "殘差流"), text(
        "The vector that runs through all layers like a motorway, each layer adding to it.",
        "像高速公路一樣貫穿每一層的向量，每一層都往上面加東西。",
    )),
    // Agents
    term("agent", text("agent", "AI agent"), text(
        "A model that is given a goal and finds its own steps towards it.",
        "人給目標，自己想辦法一步步達成的 AI。",
    )),
    term("goal", text("goal", "目標"), text(
        "What the agent is to achieve; set by a person.",
        "人要 agent 達成的事。",
    )),
    term("observation", text("observation", "觀察"), text(
        "What the agent sees of the world now.",
        "agent 目前看到的世界。",
    )),
    term("action", text("action", "行動"), text(
        "What the agent does next; it changes the world.",
        "agent 接下來做的事，會改變世界。",
    )),
    term("function-call", text("function call", "函式呼叫"), text(
        "A piece of the model's text that a program reads and carries out as the use of a tool.",
        "模型寫出的一段文字，由程式讀出來並當成使用工具來執行。",
    )),
    term("system-prompt", text("system prompt", "系統提示"), text(
        "What the developer puts before every conversation.",
        "開發者每次都放在對話最前面的文字。",
    )),
    term("user-prompt", text("user prompt", "使用者提示"), text(
        "What the user types this time.",
        "使用者這一次輸入的文字。",
    )),
    term("retrieval", text("retrieval", "檢索"), text(
        "Finding the few stored items that fit the present situation.",
        "從存下來的東西裡，找出和現在情境有關的幾筆。",
    )),
    term("memory-stream", text("memory stream", "記憶流"), text(
        "The list of everything an agent has stored, in order of time.",
        "agent 存下的所有事情，按時間排成一列。",
    )),
    term("knowledge-graph", text("knowledge graph", "知識圖譜"), text(
        "Stored things as points and their relations as lines between them.",
        "把存下的事物畫成點，把關係畫成點和點之間的線。",
    )),
    term("hyperthymesia", text("hyperthymesia", "超憶症"), text(
        "Remembering everything that ever happened, which hurts more than it helps.",
        "什麼都忘不掉，反而礙事。",
    )),
    term("world-model", text("world model", "世界模型（腦內小劇場）"), text(
        "A model of how the world changes after an action, so that actions can be tried in thought.",
        "模擬行動之後世界會怎麼變，讓人先在腦中試一遍。",
    )),
    term("planning", text("planning", "規劃"), text(
        "Choosing several actions before the first is taken.",
        "還沒動手之前，先想好接下來的幾步。",
    )),
    term("re-planning", text("re-planning", "重新規劃"), text(
        "Making a new plan after an observation that the old one did not expect.",
        "看到計畫之外的狀況，重新想一個計畫。",
    )),
    term("overthinking", text("overthinking", "想太多"), text(
        "Thinking on where acting would settle the matter.",
        "動手就能解決的事，卻一直停在想。",
    )),
    // Inside a model
    term("embedding", text("embedding", "嵌入"), text(
        "The vector with which a token enters the network.",
        "token 進入網路時換成的向量。",
    )),
    term("unembedding", text("unembedding", "反嵌入"), text(
        "The matrix that turns the last vector into one logit per token.",
        "把最後的向量換成每個 token 一個 logit 的矩陣。",
    )),
    term("logit-lens", text("logit lens", "logit lens"), text(
        "Reading a middle layer with the unembedding of the last, to see which token it leans to.",
        "用最後的反嵌入去讀中間層，看它這時傾向哪個 token。",
    )),
    term("representation", text("representation", "表徵"), text(
        "The vector in which a layer holds what it knows about the input.",
        "某一層用來記錄輸入資訊的向量。",
    )),
    term("steering", text("steering", "引導（steering）"), text(
        "Adding a vector to an activation to push the output in one direction.",
        "在激發值上加一個向量，把輸出推往某個方向。",
    )),
    term("refusal-direction", text("refusal direction", "拒絕方向"), text(
        "The direction in a representation along which a model goes from complying to refusing.",
        "表徵裡的一個方向，沿著它走，模型會從答應變成拒絕。",
    )),
    term("sparse-autoencoder", text("sparse autoencoder", "稀疏自編碼器"), text(
        "A network that rewrites activations as a sum of a few directions out of many.",
        "把激發值改寫成少數幾個方向相加的網路，這幾個方向從很多個裡面挑。",
    )),
    term("feature", text("feature", "特徵"), text(
        "A direction in the activations that stands for something a person can name.",
        "激發值裡的一個方向，代表一件說得出名字的事。",
    )),
    term("circuit", text("circuit", "迴路"), text(
        "The part of a network that is enough to do one task.",
        "網路裡足以完成某個任務的那一部分。",
    )),
    term("pruning", text("pruning", "剪枝"), text(
        "Removing parts that the task does not need.",
        "把任務用不到的部分拿掉。",
    )),
    term("ablation", text("ablation", "消融（移除）"), text(
        "Switching a part off, to see what the model loses.",
        "把一部分關掉，看模型少了什麼。",
    )),
    term("faithfulness", text("faithfulness", "忠實度"), text(
        "How well a circuit behaves like the whole model on its task.",
        "迴路在任務上的表現和整個模型有多接近。",
    )),
    term("patchscopes", text("patchscopes", "patchscopes"), text(
        "Putting a hidden vector into another prompt, so that the model itself says what it holds.",
        "把隱藏的向量放進另一段提示，讓模型自己說出裡面是什麼。",
    )),
    term("back-patching", text("back-patching", "back-patching"), text(
        "Putting a later layer's vector back into an earlier layer, to give it more layers to work on.",
        "把後面層的向量放回前面的層，讓它多走幾層。",
    )),
    term("control", text("control", "對照組"), text(
        "The same run without the change, to compare with.",
        "其他都一樣、只少了那個改動的一次執行，用來比較。",
    )),
    // Architectures
    term("hidden-state", text("hidden state", "隱藏狀態"), text(
        "All that a recurrent network remembers of the past, in a fixed number of values.",
        "遞迴網路對過去的全部記憶，數字的個數是固定的。",
    )),
    term("gate", text("gate", "閘門"), text(
        "A number from 0 to 1 that decides how much passes.",
        "介於 0 和 1 之間的數，決定讓多少東西通過。",
    )),
    term("reflection", text("reflection, write, read", "反思、寫入、讀取"), text(
        "The three things done with a memory: revise it, store in it, look something up; f_A, f_B and f_C of lecture 4.",
        "對記憶做的三件事：整理、存入、查詢，也就是第 4 講的 f_A、f_B、f_C。",
    )),
    term("linear-attention", text("linear attention", "線性注意力"), text(
        "Attention without softmax, so that a matrix of fixed size can stand for the whole past.",
        "拿掉 softmax 的注意力，過去的一切可以用一個固定大小的矩陣代表。",
    )),
    term("retention", text("retention", "retention（保留）"), text(
        "Linear attention whose memory fades by a constant factor each step.",
        "每走一步，記憶就乘上固定倍數而變淡的線性注意力。",
    )),
    term("gating", text("gating", "閘控"), text(
        "Letting the input decide how fast the memory fades.",
        "由輸入決定記憶淡去的速度。",
    )),
    term("delta-rule", text("delta rule", "delta 規則"), text(
        "Before writing at a key, erasing what the memory now answers to that key.",
        "寫入某個 key 之前，先擦掉記憶現在對這個 key 的回答。",
    )),
    term("parallel-form", text("parallel form", "平行形式"), text(
        "Computing all positions of a sequence at once.",
        "一次算出序列的所有位置。",
    )),
    term("recurrent-form", text("recurrent form", "遞迴形式"), text(
        "Computing one position after another from a state of fixed size.",
        "靠固定大小的狀態，一個位置接一個位置地算。",
    )),
    term("chunkwise-form", text("chunkwise form", "分塊形式"), text(
        "Parallel inside a chunk, recurrent from chunk to chunk.",
        "塊內平行，塊與塊之間遞迴。",
    )),
    // Runs
    term("seed", text("seed", "亂數種子"), text(
        "The number from which all chance of a run follows: same seed, same run.",
        "一次執行的所有隨機都由它決定：種子相同，結果相同。",
    )),
    term("run-fingerprint", text("run fingerprint", "執行指紋"), text(
        "Eight digits made from every loss of a run, to see at a glance that two runs are the same.",
        "由每一步的損失算出的八位代碼，一眼看出兩次執行是否相同。",
    )),
];

#[cfg(test)]
mod tests {
    use super::super::half_width_mark;
    use super::*;

    #[test]
    fn every_term_has_its_own_id_and_full_texts_in_both_languages() {
        for (index, term) in GLOSSARY.iter().enumerate() {
            assert!(
                GLOSSARY[..index].iter().all(|other| other.id != term.id),
                "{} twice",
                term.id
            );
            assert!(
                !term.name.en.is_empty() && !term.name.zh.is_empty(),
                "{}",
                term.id
            );
            assert!(
                term.meaning.en.ends_with('.')
                    && !term.meaning.en[..term.meaning.en.len() - 1].contains(". "),
                "{}: one sentence",
                term.id
            );
            assert!(
                term.meaning.zh.ends_with('。') && term.meaning.zh.matches('。').count() == 1,
                "{}: one sentence",
                term.id
            );
        }
    }

    #[test]
    fn chinese_meanings_are_chinese_and_set_with_full_width_marks() {
        for term in GLOSSARY {
            assert!(
                term.meaning
                    .zh
                    .chars()
                    .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
                "{}",
                term.id
            );
            assert_eq!(half_width_mark(term.meaning.zh), None, "{}", term.id);
            assert_eq!(half_width_mark(term.name.zh), None, "{}", term.id);
        }
    }

    #[test]
    fn a_term_is_found_by_its_id() {
        assert_eq!(find("temperature").map(|term| term.name.zh), Some("溫度"));
        assert_eq!(find("no-such-term"), None);
    }
}
