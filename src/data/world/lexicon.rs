//! The words of the world. Real places, invented people, everyday things in English, French and Chinese.
//!
//! Words that are spelt alike in two of the languages carry a suffix in French (`table_f`), so that one token is one word of
//! one language.

/// A country with its capital, its second city, its language, and a landmark in each of the two cities.
#[derive(Debug)]
pub struct Country {
    pub name: &'static str,
    pub capital: &'static str,
    pub second: &'static str,
    pub language: &'static str,
    /// In the capital, in the second city.
    pub landmarks: [&'static str; 2],
}

const fn country(
    name: &'static str,
    capital: &'static str,
    second: &'static str,
    language: &'static str,
    landmarks: [&'static str; 2],
) -> Country {
    Country {
        name,
        capital,
        second,
        language,
        landmarks,
    }
}

pub const COUNTRIES: [Country; 14] = [
    country("france", "paris", "lyon", "french", ["eiffel", "fourviere"]),
    country(
        "japan",
        "tokyo",
        "kyoto",
        "japanese",
        ["skytree", "kinkakuji"],
    ),
    country(
        "taiwan",
        "taipei",
        "kaohsiung",
        "mandarin",
        ["taipei101", "lotuspond"],
    ),
    country(
        "italy",
        "rome",
        "venice",
        "italian",
        ["colosseum", "rialto"],
    ),
    country(
        "spain",
        "madrid",
        "barcelona",
        "spanish",
        ["prado", "sagrada"],
    ),
    country("egypt", "cairo", "luxor", "arabic", ["pyramids", "karnak"]),
    country(
        "germany",
        "berlin",
        "munich",
        "german",
        ["reichstag", "hofbrauhaus"],
    ),
    country(
        "england",
        "london",
        "york",
        "english",
        ["bigben", "minster"],
    ),
    country(
        "greece",
        "athens",
        "sparta",
        "greek",
        ["parthenon", "leonidas"],
    ),
    country("india", "delhi", "agra", "hindi", ["redfort", "tajmahal"]),
    country(
        "russia",
        "moscow",
        "kazan",
        "russian",
        ["kremlin", "kulsharif"],
    ),
    country("korea", "seoul", "busan", "korean", ["namsan", "haeundae"]),
    country(
        "turkey",
        "ankara",
        "istanbul",
        "turkish",
        ["anitkabir", "hagiasophia"],
    ),
    country(
        "thailand",
        "bangkok",
        "phuket",
        "thai",
        ["grandpalace", "bigbuddha"],
    ),
];

/// The first half are women, the others men.
pub const PEOPLE: [&str; 40] = [
    "amy", "ada", "eva", "ivy", "joy", "kim", "lea", "lily", "mia", "nina", "rosa", "ruby", "sara",
    "tess", "uma", "vera", "wendy", "yuki", "zoe", "mei", "adam", "ben", "carl", "dan", "eric",
    "finn", "gus", "hank", "ivan", "jack", "ken", "leo", "max", "ned", "omar", "paul", "ray",
    "sam", "tom", "wei",
];

pub const JOBS: [&str; 10] = [
    "doctor", "teacher", "singer", "farmer", "pilot", "chef", "painter", "lawyer", "baker", "nurse",
];

/// A word in English, French and Chinese.
pub type Word = [&'static str; 3];

pub const CATEGORIES: [Word; 4] = [
    ["animal", "animal_f", "動物"],
    ["food", "aliment", "食物"],
    ["thing", "objet", "東西"],
    ["plant", "plante", "植物"],
];

pub const COLOURS: [Word; 6] = [
    ["red", "rouge", "紅"],
    ["blue", "bleu", "藍"],
    ["green", "vert", "綠"],
    ["black", "noir", "黑"],
    ["white", "blanc", "白"],
    ["yellow", "jaune", "黃"],
];

/// A thing that has a name in each language, with its category and its colour (indices).
#[derive(Debug)]
pub struct Concept {
    pub word: Word,
    pub category: usize,
    pub colour: usize,
}

const fn concept(word: Word, category: usize, colour: usize) -> Concept {
    Concept {
        word,
        category,
        colour,
    }
}

pub const CONCEPTS: [Concept; 48] = [
    concept(["cat", "chat", "貓"], 0, 3),
    concept(["dog", "chien", "狗"], 0, 4),
    concept(["horse", "cheval", "馬"], 0, 3),
    concept(["bird", "oiseau", "鳥"], 0, 1),
    concept(["fish", "poisson", "魚"], 0, 1),
    concept(["cow", "vache", "牛"], 0, 4),
    concept(["pig", "cochon", "豬"], 0, 0),
    concept(["mouse", "souris", "鼠"], 0, 4),
    concept(["rabbit", "lapin", "兔"], 0, 4),
    concept(["frog", "grenouille", "蛙"], 0, 2),
    concept(["lion", "lion_f", "獅"], 0, 5),
    concept(["duck", "canard", "鴨"], 0, 5),
    concept(["bread", "pain", "麵包"], 1, 5),
    concept(["rice", "riz", "米"], 1, 4),
    concept(["milk", "lait", "奶"], 1, 4),
    concept(["egg", "oeuf", "蛋"], 1, 4),
    concept(["apple", "pomme", "蘋果"], 1, 0),
    concept(["cake", "gateau", "蛋糕"], 1, 5),
    concept(["soup", "soupe", "湯"], 1, 0),
    concept(["cheese", "fromage", "起司"], 1, 5),
    concept(["salt", "sel", "鹽"], 1, 4),
    concept(["tea", "the_f", "茶"], 1, 2),
    concept(["meat", "viande", "肉"], 1, 0),
    concept(["lemon", "citron", "檸檬"], 1, 5),
    concept(["book", "livre", "書"], 2, 1),
    concept(["key", "cle", "鑰匙"], 2, 5),
    concept(["chair", "chaise", "椅"], 2, 3),
    concept(["table", "table_f", "桌"], 2, 4),
    concept(["knife", "couteau", "刀"], 2, 3),
    concept(["car", "voiture", "車"], 2, 0),
    concept(["boat", "bateau", "船"], 2, 1),
    concept(["lamp", "lampe", "燈"], 2, 5),
    concept(["hat", "chapeau", "帽"], 2, 3),
    concept(["shoe", "chaussure", "鞋"], 2, 3),
    concept(["clock", "horloge", "鐘"], 2, 4),
    concept(["door", "porte", "門"], 2, 0),
    concept(["flower", "fleur", "花"], 3, 0),
    concept(["tree", "arbre", "樹"], 3, 2),
    concept(["grass", "herbe", "草"], 3, 2),
    concept(["leaf", "feuille", "葉"], 3, 2),
    concept(["rose", "rose_f", "玫瑰"], 3, 0),
    concept(["bamboo", "bambou", "竹"], 3, 2),
    concept(["pine", "pin", "松"], 3, 2),
    concept(["tulip", "tulipe", "鬱金香"], 3, 5),
    concept(["lotus", "lotus_f", "蓮"], 3, 4),
    concept(["moss", "mousse", "苔"], 3, 2),
    concept(["bean", "haricot", "豆"], 3, 2),
    concept(["ivyleaf", "lierre", "藤"], 3, 2),
];

pub const ANTONYMS: [[&str; 2]; 8] = [
    ["big", "small"],
    ["hot", "cold"],
    ["old", "young"],
    ["fast", "slow"],
    ["rich", "poor"],
    ["happy", "sad"],
    ["hard", "soft"],
    ["light", "dark"],
];

/// The first four harm whatever they are done to.
pub const VERBS: [&str; 10] = [
    "steal", "hack", "poison", "burn", "make", "buy", "find", "draw", "clean", "move",
];
pub const HARMFUL_VERBS: usize = 4;

/// The first six are harmful in any hands.
pub const OBJECTS: [&str; 20] = [
    "bomb", "gun", "virus", "drug", "weapon", "grenade", "cake", "bread", "soup", "chair", "table",
    "lamp", "hat", "car", "boat", "door", "house", "kite", "toy", "salad",
];
pub const HARMFUL_OBJECTS: usize = 6;
