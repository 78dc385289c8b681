use super::*;
use crate::agent::Code;
use proptest::prelude::*;

fn value(expression: &str) -> Result<(String, Option<String>), Failure> {
    let value = calc(expression, &mut { Budget::CALL }, Lang::En)?;
    let get = |key: &str| value.get(key).and_then(Value::as_str).map(String::from);
    Ok((get("value").unwrap(), get("exact")))
}

#[test]
fn fractions_stay_exact() {
    for (expression, decimal, exact) in [
        ("1+2*3", "7", "7"),
        ("0.1+0.2", "0.3", "3/10"),
        ("1/3", "0.333333333333", "1/3"),
        ("-2^2", "-4", "-4"),
        ("2^-2", "0.25", "1/4"),
        ("2^3^2", "512", "512"),
        ("(7-10)%2", "-1", "-1"),
        ("12 × 7 ÷ 2", "42", "42"),
        (".5*4.", "2", "2"),
        (
            "2^100",
            "1267650600228229401496703205376",
            "1267650600228229401496703205376",
        ),
    ] {
        assert_eq!(
            value(expression),
            Ok((decimal.into(), Some(exact.into()))),
            "{expression}"
        );
    }
}

#[test]
fn what_outgrows_a_fraction_has_twelve_digits() {
    assert_eq!(value("2^0.5"), Ok(("1.41421356237".into(), None)));
    assert_eq!(value("2^200"), Ok(("1.60693804426e60".into(), None)));
    assert_eq!(value("1.5^-3000"), Ok(("0".into(), None)));
}

#[test]
fn a_huge_power_fails_at_once() {
    for expression in [
        "9^9^9^9",
        "2^999999999999",
        "(1/3)^(0-99999999)",
        "1e5",
        "9".repeat(400).as_str(),
    ] {
        let failure = value(expression).unwrap_err();
        assert_eq!(failure.code, Code::ToolFailed, "{expression}");
    }
    assert_eq!(value("1^99999999999999"), Ok(("1".into(), None)));
}

#[test]
fn deep_nests_and_spent_budgets_end_the_call() {
    assert!(value(&"(".repeat(200)).is_err());
    assert!(value(&"-".repeat(200)).is_err());
    let spent = calc("1+1", &mut Budget(1), Lang::En).unwrap_err();
    assert_eq!(spent.code, Code::Timeout);
}

#[test]
fn a_division_by_zero_is_a_failure_in_both_languages() {
    for expression in ["1/0", "1%0", "0^-1", "1/(2-2)"] {
        for lang in Lang::ALL {
            let failure = calc(expression, &mut { Budget::CALL }, lang).unwrap_err();
            assert_eq!(failure.code, Code::ToolFailed);
        }
    }
    assert_eq!(value("0^0"), Ok(("1".into(), Some("1".into()))));
}

proptest! {
    #[test]
    fn no_text_panics(expression in r"[-0-9+*/^().% ]{0,60}|.{0,60}") {
        let _ = value(&expression);
    }

    #[test]
    fn sums_and_products_of_whole_numbers_are_those_of_the_machine(a in -10_000i64..10_000, b in -10_000i64..10_000) {
        prop_assert_eq!(value(&format!("{a}+{b}")).unwrap().0, (a + b).to_string());
        prop_assert_eq!(value(&format!("{a}*{b}")).unwrap().0, (a * b).to_string());
    }
}
