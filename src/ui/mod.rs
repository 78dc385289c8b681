//! The shell, the router, the widgets, the page's end of the worker. Imports `wire`, `lesson`, `plot`; never a lab by name.
