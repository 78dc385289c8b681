use super::thinking::{Form, Thinker, cases, run, verdict};
use crate::data::trilingual::Mix;

#[test]
fn cases_ask_every_thing_both_ways_and_name_the_language_that_takes_no_part() {
    for form in Form::ALL {
        let between = cases(form, false);
        assert_eq!(between.len(), 96);
        let cat = between.iter().find(|c| c.answer == "貓").expect("the cat");
        assert_eq!(cat.third, "cat");
        assert_eq!(cases(form, true).len(), 4 * 48);
    }
}

#[test]
fn an_untrained_model_answers_nothing_right_and_is_looked_at_all_the_same() {
    let run = run(1, Mix::Balanced);
    let thinker = Thinker::open(&run.file()).expect("its own file");
    let cases = cases(Form::Tagged, false);
    let count = thinker.count(&cases).expect("a count");
    assert_eq!((count.right.of, count.third.of), (96, count.right.right));
    assert!(count.right.share() < 0.2);
    let layers = thinker.look(&cases[0], 3).expect("a look");
    assert_eq!(layers.len(), 7);
    assert!(
        layers
            .iter()
            .all(|l| l.top.len() == 3 && l.top[0].1 >= l.top[1].1)
    );
    assert!(
        Thinker::open(&crate::world_model::run::WorldRun::new(1, 5).file()).is_err(),
        "another vocabulary"
    );
}

#[test]
fn pairs_are_compared_by_student_s_t() {
    // Differences .1 .3 .2 -.1 .0: mean .1, standard deviation .15811, t(4) 2.776.
    let pairs = [(0.2, 0.1), (0.5, 0.2), (0.3, 0.1), (0.1, 0.2), (0.4, 0.4)];
    let v = verdict(&pairs).expect("five pairs");
    assert!(
        (v.difference - 0.1).abs() < 1e-12
            && (v.half_width - 2.776 * 0.158_113_9 / 5f64.sqrt()).abs() < 1e-6,
        "{v:?}"
    );
    // A fair coin that falls four times: 3 to 1 or further, either way, 10 times in 16.
    assert_eq!((v.more, v.less, v.sign_p), (3, 1, 0.625));
    let all = verdict(&[(0.2, 0.1); 6]).expect("six pairs");
    assert_eq!((all.more, all.sign_p), (6, 0.031_25));
    assert_eq!(verdict(&[(0.2, 0.2); 3]).map(|v| v.sign_p), Some(1.0));
    assert_eq!(verdict(&pairs[..1]), None);
}
