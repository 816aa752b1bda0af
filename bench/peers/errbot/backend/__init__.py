"""Where errbot looks for the backend."""
