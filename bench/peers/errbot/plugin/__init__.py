"""Where errbot looks for the plugin."""
