"""The engine turns a plan into dates, reasons and measures: numbers in, numbers out."""
