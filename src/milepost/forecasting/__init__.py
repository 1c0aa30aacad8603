"""From the record to plain data and computed forecasts, and back to kept ones."""
