"""The reading pane, split by idea.

- `view` the widget: shows an article, takes keys and mouse, tells what happened
- `layout` where every line stands: laid out only where it is looked at, heights estimated elsewhere
- `heights` the sums behind the scroll bar; `metrics` all sizes, derived from the size of the face
- `marks` the sorted array of marks, and the lanes of one line; `ink` what is drawn for one line
- `geometry` rectangles of visual runs; `painting` the strokes; `selection` how caret and mouse move
- `keyboard` key events to action ids; `hover` the one-line summary; `speech` for screen readers
"""
