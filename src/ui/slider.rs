//! A number by dragging, by arrow keys, or typed exactly.

use leptos::ev;
use leptos::prelude::*;

use super::context::{Words, live, t, use_lang};
use super::dom::{next_id, parse_number, value_of};
use crate::lesson::{Text, text};
use crate::plot::significant;
use crate::wire::choices::exact;

/// The values that a control may take.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Limits {
    pub min: f64,
    pub max: f64,
    pub step: f64,
    pub default: f64,
}

impl Limits {
    pub const fn new(min: f64, max: f64, step: f64, default: f64) -> Limits {
        Limits {
            min,
            max,
            step,
            default,
        }
    }

    /// Inside the limits and on a step; the default for what is no number.
    pub fn hold(&self, value: f64) -> f64 {
        if !value.is_finite() {
            return self.default;
        }
        let steps = if self.step > 0.0 {
            ((value - self.min) / self.step).round() * self.step
        } else {
            value - self.min
        };
        // 0.1 + 0.2 would read 0.30000000000000004 in the field.
        let clean = ((self.min + steps) * 1e9).round() / 1e9;
        clean.clamp(self.min, self.max)
    }
}

/// How positions of the thumb become values.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Spacing {
    #[default]
    Even,
    /// Equal ratios: for learning rates. `min` above zero.
    Ratio,
}

/// Positions of a thumb with `Spacing::Ratio`.
const POSITIONS: f64 = 1000.0;

const RESET: Text = text("back to ", "回到 ");
const DEFAULT: Text = text(" (default)", "（預設）");
const EXACT: Text = text("exact value", "精確數值");

fn to_position(limits: Limits, value: f64) -> f64 {
    POSITIONS * (limits.hold(value) / limits.min).ln() / (limits.max / limits.min).ln()
}

fn from_position(limits: Limits, position: f64) -> f64 {
    let value = limits.min * (limits.max / limits.min).powf(position / POSITIONS);
    // Two significant digits, or the default where it is as near as that.
    let digit = 10f64.powf(value.log10().floor() - 1.0);
    let value = (value / digit).round() * digit;
    if (value / limits.default - 1.0).abs() < 0.02 {
        limits.default
    } else {
        limits.hold(value)
    }
}

/// A slider with its name, value, unit, one line on what it does, and its default.
///
/// `data-control` is on the range; with `Spacing::Ratio` on the number field, whose value is the number itself.
/// Double click, the Delete key or the button beside the description go back to the default.
/// `reading`: what the value means in words ("greedy", "off"). `blocked`: why it cannot be used now; shown in place of the description.
#[component]
pub fn Slider(
    control: &'static str,
    #[prop(into)] name: Words,
    #[prop(into)] about: Words,
    limits: Limits,
    #[prop(into)] value: Signal<f64>,
    #[prop(into)] on_change: Callback<f64>,
    #[prop(optional)] spacing: Spacing,
    #[prop(optional)] unit: Option<Text>,
    #[prop(optional, into)] reading: Option<Signal<String>>,
    #[prop(optional, into)] blocked: Option<Signal<Option<String>>>,
) -> impl IntoView {
    let lang = use_lang();
    // Of a choice that is kept as f32, the number that was chosen.
    let value = Signal::derive(move || {
        let value = value.get();
        let short = value as f32;
        if f64::from(short) == value {
            exact(short)
        } else {
            value
        }
    });
    let (id, about_id) = (next_id("slider"), next_id("about"));
    let ratio = spacing == Spacing::Ratio;
    let why = move || blocked.and_then(|blocked| blocked.get());
    let is_blocked = move || why().is_some();
    let changed = move || (value.get() - limits.default).abs() > 1e-9;
    let reset = move || on_change.run(limits.default);
    let unit_text = move || unit.map(|unit| unit.get(lang.get())).unwrap_or_default();
    let spoken = move || {
        let mut words = significant_plain(value.get());
        for more in [
            unit_text().to_string(),
            reading.map(|r| r.get()).unwrap_or_default(),
        ] {
            if !more.is_empty() {
                words.push(' ');
                words.push_str(&more);
            }
        }
        words
    };
    let drag = move |event: ev::Event| {
        let position = parse_number(&value_of(&event)).unwrap_or(f64::NAN);
        let value = if ratio {
            from_position(limits, position)
        } else {
            limits.hold(position)
        };
        on_change.run(value);
    };
    let type_in = move |event: ev::Event| {
        if let Some(typed) = parse_number(&value_of(&event)) {
            on_change.run(limits.hold(typed));
        }
    };
    // A finger moves the thumb where it lands. When the browser then takes the finger for scrolling the page, the reader meant no
    // change: the value from before comes back.
    let before_finger = StoredValue::new(None::<f64>);
    let land = move |event: ev::PointerEvent| {
        let finger = event.pointer_type() == "touch";
        before_finger.set_value(finger.then(|| value.get_untracked()));
    };
    let taken = move |_: ev::PointerEvent| {
        if let Some(before) = before_finger.try_update_value(Option::take).flatten() {
            on_change.run(before);
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        if matches!(event.key().as_str(), "Delete" | "Backspace") {
            event.prevent_default();
            reset();
        }
    };
    view! {
        <div class="control slider" class:is-changed=live(changed) class:is-blocked=live(is_blocked)>
            <div class="control-head">
                <label class="control-name" for=id.clone()>{name.show()}</label>
                <span class="control-value">
                    {reading.map(|reading| view! { <output class="control-reading" for=id.clone()>{reading}</output> })}
                    <input type="number" class="number-field" inputmode="decimal" autocomplete="off"
                        data-control=ratio.then_some(control) data-exact=(!ratio).then_some(control)
                        min=limits.min max=limits.max step=if ratio { "any".to_string() } else { limits.step.to_string() }
                        prop:value=live(move || significant_plain(value.get())) prop:disabled=live(is_blocked)
                        aria-label=live(move || [&name.get(lang.get()), ", ", EXACT.get(lang.get())].concat())
                        on:change=type_in />
                    {unit.map(|unit| view! { <span class="control-unit">{t(unit)}</span> })}
                </span>
            </div>
            <input type="range" class="range" id=id data-control=(!ratio).then_some(control) data-drag=ratio.then_some(control)
                min=if ratio { 0.0 } else { limits.min } max=if ratio { POSITIONS } else { limits.max }
                step=if ratio { 1.0 } else { limits.step }
                prop:value=live(move || { let v = value.get(); (if ratio { to_position(limits, v) } else { v }).to_string() })
                prop:disabled=live(is_blocked) aria-valuetext=live(spoken) aria-describedby=about_id.clone()
                on:input=drag on:pointerdown=land on:pointercancel=taken on:dblclick=move |_| reset() on:keydown=key />
            <p class="control-about" id=about_id>
                {live(move || why().unwrap_or_else(|| about.get(lang.get())))}
                <button type="button" class="control-default" prop:hidden=live(move || !changed() || is_blocked()) on:click=move |_| reset()>
                    {t(RESET)}{significant_plain(limits.default)}
                </button>
                <span class="control-is-default" prop:hidden=live(move || changed() || is_blocked())>{t(DEFAULT)}</span>
            </p>
        </div>
    }
    .into_any()
}

/// A whole or exact number that is typed: a seed, a number of steps.
#[component]
pub fn NumberField(
    control: &'static str,
    #[prop(into)] name: Words,
    #[prop(into)] about: Words,
    limits: Limits,
    #[prop(into)] value: Signal<f64>,
    #[prop(into)] on_change: Callback<f64>,
    #[prop(optional, into)] blocked: Option<Signal<Option<String>>>,
) -> impl IntoView {
    let lang = use_lang();
    let (id, about_id) = (next_id("number"), next_id("about"));
    let why = move || blocked.and_then(|blocked| blocked.get());
    let type_in = move |event: ev::Event| {
        if let Some(typed) = parse_number(&value_of(&event)) {
            on_change.run(limits.hold(typed));
        }
    };
    view! {
        <div class="control number" class:is-blocked=live(move || why().is_some())>
            <div class="control-head">
                <label class="control-name" for=id.clone()>{name.show()}</label>
                <input type="number" class="number-field is-wide" id=id data-control=control inputmode="decimal" autocomplete="off"
                    min=limits.min max=limits.max step=limits.step prop:value=live(move || significant_plain(value.get()))
                    prop:disabled=live(move || why().is_some()) aria-describedby=about_id.clone() on:change=type_in />
            </div>
            <p class="control-about" id=about_id>{live(move || why().unwrap_or_else(|| about.get(lang.get())))}</p>
        </div>
    }
    .into_any()
}

/// As a number field writes it: no grouping, no trailing zeros.
pub(super) fn significant_plain(value: f64) -> String {
    if value.is_finite() {
        ((value * 1e9).round() / 1e9).to_string()
    } else {
        significant(value, 3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RATE: Limits = Limits::new(1e-4, 1.0, 1e-4, 0.005);

    proptest! {
        #[test]
        fn whatever_is_typed_is_held(value: f64, min in -100f64..100.0, span in 0.1f64..100.0, step in 0.01f64..1.0) {
            let limits = Limits::new(min, min + span, step, min);
            let held = limits.hold(value);
            prop_assert!(held >= limits.min && held <= limits.max);
        }

        #[test]
        fn every_position_of_a_ratio_slider_is_allowed_and_in_order(position in 0u32..1000) {
            let (here, next) = (from_position(RATE, f64::from(position)), from_position(RATE, f64::from(position + 1)));
            prop_assert!(here >= RATE.min && next <= RATE.max && here <= next + 1e-9, "{here} {next}");
        }
    }

    #[test]
    fn steps_read_as_written() {
        assert_eq!(
            Limits::new(0.0, 3.0, 0.05, 0.8).hold(0.15000000000000002),
            0.15
        );
        assert_eq!(from_position(RATE, 1000.0), 1.0);
        assert_eq!(from_position(RATE, to_position(RATE, 0.005)), 0.005);
    }
}
