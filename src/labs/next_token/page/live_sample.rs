//! Widget `live-sample`: what the model writes at this moment, redrawn about once a second with the same dice.

use leptos::prelude::*;

use super::state::Lab;
use crate::lesson::{Text, text};
use crate::ui::{harmless, say, t};

const NAME: Text = text("What it writes now", "它現在會寫的");
const EMPTY: Text = text(
    "The sample appears when the text is there.",
    "文字備妥後，樣本會出現在這裡。",
);

pub(super) fn view(lab: Lab) -> AnyView {
    let sample = Memo::new(move |_| lab.session.run.with(|r| harmless(&r.last.sample)));
    let step = Memo::new(move |_| lab.session.run.with(|r| r.last.sample_step));
    let head = move || {
        let step = step.get();
        say(
            lab.lang(),
            || match step {
                0 => "Untrained, it writes".into(),
                _ => format!("At step {step} it writes"),
            },
            || match step {
                0 => "還沒訓練時，它會寫".into(),
                _ => format!("第 {step} 步時，它會寫"),
            },
        )
    };
    view! {
        <div class="live-sample" role="group" aria-label=t(NAME)>
            <p class="control-about" data-value="sample-step" data-raw=move || step.get().to_string()>{head}</p>
            <p class="live-sample-text" data-output="live-sample"><bdi>{sample}</bdi></p>
            <p class="control-about" prop:hidden=move || !sample.with(String::is_empty)>{t(EMPTY)}</p>
        </div>
    }
    .into_any()
}
