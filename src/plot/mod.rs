//! Charts and heat maps to SVG text or pixels, without a DOM. Imports nothing of ours.
