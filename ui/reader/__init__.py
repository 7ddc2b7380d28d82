"""The reading pane, split by idea.

- `view` the widget that answers keys and mouse, on top of `page`: one article laid out and painted
- `layout` where every line stands: laid out only where it is looked at, heights estimated elsewhere
- `heights` the sums behind the scroll bar; `metrics` all sizes, derived from the size of the face
- `marks` the sorted marks, and the lanes of one line; `ink` what is drawn for one line
- `geometry` edges of visual runs; `hits` from places to marks and back; `painting` the strokes
- `selection`, `motion`, `mouse` how the caret moves: by steps, by keys, by hand
- `keyboard` key events to action ids; `hover` the summary; `speech` what screen readers are told
- `meta` the line under the title
"""
