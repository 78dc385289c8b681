//! Charts and heat maps, computed without a DOM: a [`Scene`] of marks that the page draws and that exports as SVG. Imports nothing of ours.
//!
//! Reading order: what is drawn (`role`, `scene`), how plotters gets there (`ink`, `backend`, `scale`, `text_width`), the chart
//! itself (`line_chart`, with `decimate` and `ticks`), counts with intervals (`counts`), colour (`ramp`), and the twins in words and numbers (`table`, `number`).

mod backend;
mod counts;
mod decimate;
mod heat;
mod heat_numbers;
mod ink;
mod line_chart;
mod line_layout;
mod number;
mod ramp;
mod role;
mod scale;
mod scene;
mod table;
mod text_width;
mod ticks;

pub use counts::{Count, counts_table, draw_counts};
pub use decimate::decimate;
pub use heat::{HeatMap, HeatScale};
pub use ink::Ink;
pub use line_chart::{Axis, LineChart, Reference, Series};
pub use line_layout::Plot;
pub use number::{grouped, percent, raw, significant};
pub use ramp::{Ramp, Rgb};
pub use role::{Dash, Hue, Marker, Role};
pub use scale::Scale;
pub use scene::{Anchor, Mark, Scene, Shape, dash_data, path_data, quarter_turn};
pub use table::{Cell, Table};
pub use text_width::text_width;
pub use ticks::{tick_text, ticks};
