"""Pictures: one small file a chart, each a function from figures to SVG text."""
