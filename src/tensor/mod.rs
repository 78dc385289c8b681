//! What is computed. Imports nothing of ours.
