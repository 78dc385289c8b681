use super::*;

/// A walk to the flag: the grid at the end, and how it ended.
fn walk(grid: Grid, walker: Walker) -> (Grid, Ending) {
    let settings = Settings {
        max_steps: 256,
        tokens: 100_000_000,
        ..Settings::default()
    };
    let brain = rules::Settings {
        walker,
        ..rules::Settings::default()
    };
    let (run, ending) = run(settings, grid, &[], "Go to the flag", brain, &[]);
    (run.world().clone(), ending)
}

fn map(seed: u64, doors: u8, drops: u8) -> Map {
    Map::new(Plan {
        seed,
        doors,
        drops,
        ..Plan::default()
    })
}

#[test]
fn with_the_whole_map_in_view_the_walk_is_a_shortest_one() {
    for seed in 0..50 {
        for doors in [0, 3] {
            let (grid, ending) = walk(Grid::new(map(seed, doors, 0), None), Walker::Search);
            assert!(ending.success(), "seed {seed}: {ending:?}");
            assert_eq!(Some(grid.walked() as usize), grid.optimum(), "seed {seed}");
        }
    }
}

#[test]
fn in_fog_the_flag_is_always_found_with_detours() {
    for (radius, drops) in [(1, 0), (2, 0), (1, 4)] {
        let (mut walked, mut best) = (0, 0);
        for seed in 0..50 {
            let (grid, ending) = walk(Grid::new(map(seed, 2, drops), Some(radius)), Walker::Search);
            assert!(ending.success(), "seed {seed}, radius {radius}: {ending:?}");
            let optimum = grid.optimum().unwrap();
            assert!(grid.walked() as usize >= optimum);
            walked += grid.walked() as usize;
            best += optimum;
        }
        println!("radius {radius}, {drops} drops: {walked} steps, optimum {best}");
        assert!(walked > best);
    }
}

#[test]
fn who_walks_straight_on_is_stopped_at_the_first_wall() {
    let grid = Grid::new(Map::drawn(&["S#F", "...", "..."]), None);
    let (grid, ending) = walk(grid, Walker::Straight);
    assert_eq!((ending.stop, grid.walked()), (Stop::RepeatedCall, 0));
    let ends: Vec<bool> = (0..50)
        .map(|seed| {
            walk(Grid::new(map(seed, 0, 0), None), Walker::Straight)
                .1
                .stop
                == Stop::RepeatedCall
        })
        .collect();
    let stopped = ends.iter().filter(|&&stopped| stopped).count();
    println!("straight: {stopped} of 50 stopped");
    assert!((15..50).contains(&stopped));
}

#[test]
fn who_jumps_down_every_drop_is_lost_now_and_then() {
    let count = |walker| {
        (0..60)
            .filter(|&seed| {
                walk(Grid::new(map(seed, 0, 8), Some(1)), walker)
                    .1
                    .success()
            })
            .count()
    };
    let (careful, reckless) = (count(Walker::Search), count(Walker::Reckless));
    println!("careful {careful}, reckless {reckless} of 60");
    assert!(careful == 60 && reckless < 60);
}

/// The route is the tool's; without its manual the rules search in the views themselves, as far.
#[test]
fn without_the_route_tool_the_walk_is_as_short() {
    for seed in 0..20 {
        let settings = Settings {
            allowed: Some(vec!["look".into(), "move".into()]),
            max_steps: 256,
            tokens: 100_000_000,
            ..Settings::default()
        };
        let (run, ending) = run(
            settings,
            Grid::new(map(seed, 0, 0), None),
            &[],
            "走到旗子",
            rules::Settings::default(),
            &[],
        );
        assert!(ending.success());
        assert_eq!(Some(run.world().walked() as usize), run.world().optimum());
    }
}

/// The views that are cut off the tape are looked at again.
#[test]
fn a_small_window_costs_looks_but_not_the_way() {
    let settings = Settings {
        max_steps: 256,
        tokens: 100_000_000,
        window: 2300,
        reply: 256,
        ..Settings::default()
    };
    for seed in 0..10 {
        let (_, ending) = run(
            settings.clone(),
            Grid::new(map(seed, 0, 0), None),
            &[],
            "Go to the flag",
            rules::Settings::default(),
            &[],
        );
        assert!(ending.success(), "seed {seed}: {ending:?}");
    }
}
