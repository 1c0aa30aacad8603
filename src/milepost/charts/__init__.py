"""Charts: data in, Vega-Lite specification out."""
