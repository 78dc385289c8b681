use proptest::prelude::*;
use serde_json::Map as Object;

use super::*;

fn call(grid: &mut Grid, tool: &str, value: Value) -> Result<Value, Failure> {
    let map = value.as_object().cloned().unwrap_or_default();
    let outcome = grid.call(tool, &Arguments(map), &mut { Budget::CALL }, Lang::En)?;
    match outcome {
        Outcome::Value(value) => Ok(value),
        Outcome::Asks(_) => panic!("a grid asks nothing"),
    }
}

fn go(grid: &mut Grid, path: &str) -> Value {
    let steps = path
        .chars()
        .map(|dir| call(grid, "move", json!({"dir": dir.to_string()})).unwrap());
    steps.last().unwrap()
}

#[test]
fn a_step_goes_on_or_says_what_is_in_the_way() {
    let mut grid = Grid::new(Map::drawn(&["S.#", "v.F"]), None);
    assert_eq!(go(&mut grid, "W")["why"], "edge");
    assert_eq!(go(&mut grid, "EE")["why"], "wall");
    assert_eq!(go(&mut grid, "WS"), json!({"moved": true, "at": [0, 1]}));
    assert_eq!(go(&mut grid, "N")["why"], "one_way");
    assert_eq!((grid.walked(), grid.dead()), (3, true)); // the drop leads out of the map: no way out
    assert_eq!(grid.verdict("done"), Some(false));
}

#[test]
fn a_drop_is_not_entered_against_its_arrow() {
    let mut grid = Grid::new(Map::drawn(&["F<S", "..."]), None);
    assert_eq!(grid.optimum(), Some(2));
    assert_eq!(go(&mut grid, "WWE")["why"], "one_way");
    assert_eq!(grid.verdict(""), Some(true));
}

#[test]
fn a_door_opens_and_closes_with_the_ticks() {
    let mut grid = Grid::new(Map::drawn(&["SdF"]), None);
    let mut seen = String::new();
    for _ in 0..8 {
        seen.push_str(
            &call(&mut grid, "look", json!({})).unwrap()["rows"][0]
                .as_str()
                .unwrap()[1..2],
        );
        grid.pass(1);
    }
    assert_eq!(seen, "ddooddoo");
    assert_eq!(go(&mut grid, "E")["why"], "door");
    grid.pass(2);
    assert_eq!(go(&mut grid, "EE")["at"], json!([2, 0]));
}

#[test]
fn fog_hides_what_is_far_and_a_route_uses_only_what_was_seen() {
    let mut grid = Grid::new(Map::drawn(&["S...F", "####."]), Some(1));
    assert!(call(&mut grid, "route", json!({"from": [0, 0], "to": [1, 0]})).is_err()); // nothing seen yet
    let view = call(&mut grid, "look", json!({})).unwrap();
    assert_eq!(
        view,
        json!({"at": [0, 0], "rows": ["..???", "##???"], "flag": null})
    );
    assert!(call(&mut grid, "route", json!({"from": [0, 0], "to": [4, 0]})).is_err());
    go(&mut grid, "EEE");
    let view = call(&mut grid, "look", json!({})).unwrap();
    assert_eq!(
        view,
        json!({"at": [3, 0], "rows": ["??...", "??##."], "flag": [4, 0]})
    );
    let route = call(&mut grid, "route", json!({"from": [0, 0], "to": [4, 1]})).unwrap();
    assert_eq!(
        route,
        json!({"steps": 5, "path": ["E", "E", "E", "E", "S"]})
    );
}

#[test]
fn each_tool_refuses_three_bad_calls() {
    for (tool, bad) in [
        ("look", vec![]),
        (
            "move",
            vec![json!({}), json!({"dir": "n"}), json!({"dir": 1})],
        ),
        (
            "route",
            vec![
                json!({"from": [0, 0]}),
                json!({"from": [0, 0], "to": [9, 9]}),
                json!({"from": [0, 0], "to": [1]}),
            ],
        ),
        ("fly", vec![json!({}), json!({"dir": "N"}), Value::Null]),
    ] {
        for arguments in bad {
            let mut grid = Grid::new(Map::new(Plan::default()), Some(2));
            let before = grid.clone();
            assert!(call(&mut grid, tool, arguments).is_err());
            assert_eq!(grid, before);
        }
    }
}

proptest! {
    #[test]
    fn the_flag_can_be_reached_on_every_map_without_a_drop(
        seed: u64, width: u8, height: u8, walls: u8, doors in 0u8..9, drops in 0u8..9,
    ) {
        let map = Map::new(Plan { seed, width, height, walls, doors, drops });
        prop_assert_ne!(map.start, map.flag);
        prop_assert!(map.steps(map.start, map.flag, |cell| !matches!(cell, Cell::Drop(_))).is_some());
        prop_assert!(!Grid::new(map, None).dead());
    }

    #[test]
    fn a_route_over_the_whole_map_leads_to_the_flag_in_the_fewest_steps(seed: u64, drops in 0u8..9) {
        let mut grid = Grid::new(Map::new(Plan { seed, drops, ..Plan::default() }), None);
        call(&mut grid, "look", json!({})).unwrap();
        let (from, to) = (grid.map().start, grid.map().flag);
        let route = call(&mut grid, "route", json!({"from": [from.0, from.1], "to": [to.0, to.1]})).unwrap();
        for dir in route["path"].as_array().unwrap() {
            prop_assert_eq!(&call(&mut grid, "move", json!({"dir": dir})).unwrap()["moved"], true);
        }
        prop_assert_eq!(grid.verdict(""), Some(true));
        prop_assert_eq!(Some(grid.walked() as usize), grid.optimum());
    }

    #[test]
    fn no_call_panics_and_the_walker_never_stands_in_a_wall(
        seed: u64, radius in prop::option::of(0u8..9), calls in prop::collection::vec((0u8..7, any::<i8>(), any::<u8>()), 0..60),
    ) {
        let plan = Plan { seed, doors: 5, drops: 5, ..Plan::default() };
        let mut grid = Grid::new(Map::new(plan), radius);
        for (tool, x, y) in calls {
            let mut arguments = Object::new();
            arguments.insert("dir".into(), ["N", "E", "S", "W", "x"][usize::from(y % 5)].into());
            arguments.insert("from".into(), json!([x, y]));
            arguments.insert("to".into(), json!([x, y, x]));
            let tool = ["look", "move", "move", "move", "route", "", "bad"][usize::from(tool)];
            let before = grid.state();
            if call(&mut grid, tool, Value::Object(arguments)).is_err() {
                prop_assert_eq!(grid.state(), before);
            }
            grid.pass(u32::from(y));
            prop_assert_ne!(grid.map().cell(grid.at()), Cell::Wall);
        }
    }
}
