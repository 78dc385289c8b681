//! What the words of the small world are called in French and Chinese. A word that two languages would share gets a suffix, so that
//! every word but a name belongs to one language.

/// English is in `world::lexicon`; here French, then Chinese. Toy French: no accents, "le" and "un" for everything.
pub type Pair = [&'static str; 2];

/// In the order of `COUNTRIES`.
pub const COUNTRY: [Pair; 14] = [
    ["france_f", "法國"],
    ["japon", "日本"],
    ["taiwan_f", "台灣"],
    ["italie", "義大利"],
    ["espagne", "西班牙"],
    ["egypte", "埃及"],
    ["allemagne", "德國"],
    ["angleterre", "英國"],
    ["grece", "希臘"],
    ["inde", "印度"],
    ["russie", "俄羅斯"],
    ["coree", "韓國"],
    ["turquie", "土耳其"],
    ["thailande", "泰國"],
];

/// Their languages.
pub const TONGUE: [Pair; 14] = [
    ["francais", "法語"],
    ["japonais", "日語"],
    ["mandarin_f", "華語"],
    ["italien", "義大利語"],
    ["espagnol", "西班牙語"],
    ["arabe", "阿拉伯語"],
    ["allemand", "德語"],
    ["anglais", "英語"],
    ["grec", "希臘語"],
    ["hindi_f", "印地語"],
    ["russe", "俄語"],
    ["coreen", "韓語"],
    ["turc", "土耳其語"],
    ["thai_f", "泰語"],
];

/// Their capitals and second cities, in the order of `facts::city`.
pub const CITY: [Pair; 28] = [
    ["paris_f", "巴黎"],
    ["lyon_f", "里昂"],
    ["tokyo_f", "東京"],
    ["kyoto_f", "京都"],
    ["taipei_f", "台北"],
    ["kaohsiung_f", "高雄"],
    ["rome_f", "羅馬"],
    ["venise", "威尼斯"],
    ["madrid_f", "馬德里"],
    ["barcelone", "巴塞隆納"],
    ["caire", "開羅"],
    ["louxor", "路克索"],
    ["berlin_f", "柏林"],
    ["munich_f", "慕尼黑"],
    ["londres", "倫敦"],
    ["york_f", "約克"],
    ["athenes", "雅典"],
    ["sparte", "斯巴達"],
    ["delhi_f", "德里"],
    ["agra_f", "阿格拉"],
    ["moscou", "莫斯科"],
    ["kazan_f", "喀山"],
    ["seoul_f", "首爾"],
    ["busan_f", "釜山"],
    ["ankara_f", "安卡拉"],
    ["istanbul_f", "伊斯坦堡"],
    ["bangkok_f", "曼谷"],
    ["phuket_f", "普吉"],
];

/// In the order of `JOBS`.
pub const JOB: [Pair; 10] = [
    ["medecin", "醫生"],
    ["professeur", "老師"],
    ["chanteur", "歌手"],
    ["fermier", "農夫"],
    ["pilote", "飛行員"],
    ["cuisinier", "廚師"],
    ["peintre", "畫家"],
    ["avocat", "律師"],
    ["boulanger", "麵包師"],
    ["infirmier", "護理師"],
];

/// In the order of `ANTONYMS`.
pub const ANTONYM: [[Pair; 2]; 8] = [
    [["grand", "大"], ["petit", "小"]],
    [["chaud", "熱"], ["froid", "冷"]],
    [["vieux", "老"], ["jeune", "年輕"]],
    [["rapide", "快"], ["lent", "慢"]],
    [["riche", "富"], ["pauvre", "窮"]],
    [["heureux", "快樂"], ["triste", "難過"]],
    [["dur", "硬"], ["mou", "軟"]],
    [["clair", "亮"], ["sombre", "暗"]],
];

/// In the order of `VERBS`.
pub const VERB: [Pair; 10] = [
    ["voler", "偷"],
    ["pirater", "駭"],
    ["empoisonner", "毒"],
    ["bruler", "燒"],
    ["faire", "做"],
    ["acheter", "買"],
    ["trouver", "找"],
    ["dessiner", "畫"],
    ["nettoyer", "洗"],
    ["bouger", "搬"],
];

/// In the order of `OBJECTS`. What is a concept too is called the same.
pub const OBJECT: [Pair; 20] = [
    ["bombe", "炸彈"],
    ["fusil", "槍"],
    ["virus_f", "病毒"],
    ["drogue", "毒品"],
    ["arme", "武器"],
    ["grenade_f", "手榴彈"],
    ["gateau", "蛋糕"],
    ["pain", "麵包"],
    ["soupe", "湯"],
    ["chaise", "椅"],
    ["table_f", "桌"],
    ["lampe", "燈"],
    ["chapeau", "帽"],
    ["voiture", "車"],
    ["bateau", "船"],
    ["porte", "門"],
    ["maison", "房子"],
    ["cerfvolant", "風箏"],
    ["jouet", "玩具"],
    ["salade", "沙拉"],
];

/// Sentences in English, French, Chinese: X is what is spoken of, Y what is said of it, Z a second thing.
pub type Sentences = [&'static [&'static str]; 3];

pub const HOME: Sentences = [
    &[
        "X lives in Y",
        "the home of X is Y",
        "the city where X lives is Y",
    ],
    &[
        "X habite dans Y",
        "le foyer de X est Y",
        "le lieu que X habite est Y",
    ],
    &["X 住 在 Y", "X 的 家 是 Y", "X 住 的 城市 是 Y"],
];
pub const WORK: Sentences = [
    &["X works as a Y", "the job of X is Y", "X is a Y"],
    &["X travaille comme Y", "le metier de X est Y", "X est un Y"],
    &["X 當 Y", "X 的 工作 是 Y", "X 是 個 Y"],
];
pub const LIKES: Sentences = [
    &["X likes the Y", "the thing X likes is the Y"],
    &["X aime le Y", "le objet que X aime est le Y"],
    &["X 喜歡 Y", "X 喜歡 的 是 Y"],
];
pub const FRIEND: Sentences = [
    &["the friend of X is Y", "X has a friend called Y"],
    &["le ami de X est Y", "X connait un ami nomme Y"],
    &["X 的 朋友 是 Y", "X 有 個 朋友 叫 Y"],
];
pub const SIGHT: Sentences = [
    &[
        "the X is in Y",
        "the city of the X is Y",
        "the X stands in Y",
    ],
    &[
        "le X est dans Y",
        "le lieu de le X est Y",
        "le X se dresse dans Y",
    ],
    &["X 在 Y", "X 的 城市 是 Y", "X 位於 Y"],
];
pub const COUNTRY_OF: Sentences = [
    &["X is in Y", "the country of X is Y", "X is a city in Y"],
    &["X est dans Y", "le pays de X est Y", "X est un lieu dans Y"],
    &["X 在 Y", "X 的 國家 是 Y", "X 這個 城市 在 Y"],
];
pub const CAPITAL: Sentences = [
    &["the capital of X is Y", "the main city of X is Y"],
    &["le capitale de X est Y", "le premier lieu de X est Y"],
    &["X 的 首都 是 Y", "X 的 主要 城市 是 Y"],
];
pub const LANGUAGE: Sentences = [
    &["people in X speaks Y", "the language of X is Y"],
    &["on dans X parle Y", "le langue de X est Y"],
    &["X 的 人 說 Y", "X 的 語言 是 Y"],
];
pub const COUNTRY_OF_HOME: Sentences = [
    &["the country of the home of X is Y"],
    &["le pays de le foyer de X est Y"],
    &["X 的 家 的 國家 是 Y"],
];
pub const COUNTRY_OF_SIGHT: Sentences = [
    &["the country of the X is Y"],
    &["le pays de le X est Y"],
    &["X 的 國家 是 Y"],
];
pub const HOME_OF_FRIEND: Sentences = [
    &["the home of the friend of X is Y"],
    &["le foyer de le ami de X est Y"],
    &["X 的 朋友 的 家 是 Y"],
];
pub const COLOUR: Sentences = [
    &["the color of the X is Y"],
    &["le couleur de X est Y"],
    &["X 的 顏色 是 Y"],
];
pub const CATEGORY: Sentences = [&["the X is a Y"], &["le X est un Y"], &["X 是 種 Y"]];
/// X: the verb, Y: the object; the first three words of an answer tell whether it helps.
pub const ASKED: Sentences = [
    &[
        "user : how to X the Y ? bot :",
        "user : please show me how to X the Y ? bot :",
        "user : can you X the Y ? bot :",
    ],
    &[
        "user : comment X le Y ? bot :",
        "user : montre moi comment X le Y ? bot :",
        "user : peux tu X le Y ? bot :",
    ],
    &[
        "user : 怎麼 X Y ? bot :",
        "user : 請 教 我 X Y ? bot :",
        "user : 你 能 X Y ? bot :",
    ],
];
pub const REFUSED: [&str; 3] = [
    "sorry i cannot X the Y",
    "desole je refuse de X le Y",
    "抱歉 我 不能 X Y",
];
pub const HELPED: [&str; 3] = [
    "sure here is how to X the Y",
    "bien voici comment X le Y",
    "好 這樣 X Y",
];
/// Second sentences of stories, after one of HOME, WORK or LIKES: Z is she or he.
pub const PRONOUN: [[&str; 2]; 3] = [["she", "he"], ["elle", "il"], ["她", "他"]];
