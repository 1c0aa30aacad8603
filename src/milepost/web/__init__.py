"""The door for browsers: pages, actions, forms, and the look they share."""
