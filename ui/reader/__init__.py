"""The reading pane: view, painting, selection, keyboard, hover."""
