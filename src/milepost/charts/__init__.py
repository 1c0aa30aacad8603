"""Charts as Vega-Lite specifications: data in, plain dictionaries out."""
