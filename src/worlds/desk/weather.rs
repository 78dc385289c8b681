//! The tool `weather`: 24 cities, seven days, from the seed alone; with a sensor that can be faulty.

use serde_json::{Value, json};

use crate::data::rng::{below, indexed};

/// The name in the call, the name in Chinese, and the mean temperature in degrees Celsius that the days vary around.
pub const CITIES: [(&str, &str, i32); 24] = [
    ("taipei", "臺北", 22),
    ("taichung", "臺中", 23),
    ("tainan", "臺南", 24),
    ("kaohsiung", "高雄", 25),
    ("hualien", "花蓮", 23),
    ("hsinchu", "新竹", 22),
    ("tokyo", "東京", 16),
    ("seoul", "首爾", 12),
    ("beijing", "北京", 13),
    ("hong_kong", "香港", 23),
    ("singapore", "新加坡", 28),
    ("bangkok", "曼谷", 29),
    ("delhi", "德里", 25),
    ("cairo", "開羅", 22),
    ("istanbul", "伊斯坦堡", 15),
    ("rome", "羅馬", 16),
    ("paris", "巴黎", 12),
    ("london", "倫敦", 11),
    ("berlin", "柏林", 10),
    ("oslo", "奧斯陸", 6),
    ("new_york", "紐約", 13),
    ("chicago", "芝加哥", 10),
    ("lima", "利馬", 19),
    ("sydney", "雪梨", 18),
];

const SKIES: [&str; 4] = ["sun", "cloud", "rain", "storm"];

/// A forecast.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Forecast {
    /// sun, cloud, rain or storm.
    pub sky: &'static str,
    pub celsius: i32,
}

/// What the weather of the city `CITIES[city]` will be: the truth, whatever the sensor says.
pub fn truth(seed: u64, city: usize, day: u8) -> Forecast {
    let mut rng = indexed(seed, "desk weather", city as u64 * 8 + u64::from(day));
    let mean = CITIES.get(city).map_or(15, |&(_, _, mean)| mean);
    let sky = SKIES[below(&mut rng, 4) as usize];
    Forecast {
        sky,
        celsius: mean - 6 + below(&mut rng, 13) as i32,
    }
}

/// What the sensor says: the truth in `right` of 100 cases; else a reading that has nothing to do with it, any sky and
/// any temperature from -40 to 60. The same question gets the same answer.
pub(super) fn reading(seed: u64, city: usize, day: u8, right: u8) -> Forecast {
    let mut rng = indexed(seed, "desk sensor", city as u64 * 8 + u64::from(day));
    if below(&mut rng, 100) < u32::from(right) {
        return truth(seed, city, day);
    }
    Forecast {
        sky: SKIES[below(&mut rng, 4) as usize],
        celsius: below(&mut rng, 101) as i32 - 40,
    }
}

/// `{"city": "taipei", "day": 3, "sky": "rain", "celsius": 21}`.
pub(super) fn weather(seed: u64, city: usize, day: u8, right: u8) -> Value {
    let name = CITIES.get(city).map_or("", |&(name, _, _)| name);
    let Forecast { sky, celsius } = reading(seed, city, day, right);
    json!({"city": name, "day": day, "sky": sky, "celsius": celsius})
}

/// What the manual says of the argument `city` in Chinese: each name of a call beside the name of the city.
pub(super) fn names_in_chinese() -> String {
    let pairs: Vec<String> = CITIES
        .iter()
        .map(|(id, name, _)| format!("{id} {name}"))
        .collect();
    format!("城市：{}", pairs.join("、"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sound_sensor_tells_the_truth_and_a_dead_one_rarely() {
        let mut agree = 0;
        for city in 0..24 {
            for day in 1..8 {
                assert_eq!(reading(5, city, day, 100), truth(5, city, day));
                agree += usize::from(reading(5, city, day, 0) == truth(5, city, day));
            }
        }
        assert!(agree < 10, "{agree} of 168"); // by chance 1 in 404
    }

    #[test]
    fn a_sensor_that_is_right_in_eighty_cases_is_right_in_about_eighty() {
        let cases = 20u64 * 24 * 7;
        let right = (0..20u64)
            .flat_map(|seed| (0..24).flat_map(move |city| (1..8).map(move |day| (seed, city, day))))
            .filter(|&(seed, city, day)| reading(seed, city, day, 80) == truth(seed, city, day))
            .count() as f64;
        let expected = 0.8 * cases as f64;
        assert!(
            (right - expected).abs() < 4.0 * (cases as f64 * 0.16).sqrt() + 10.0,
            "{right}"
        );
    }
}
