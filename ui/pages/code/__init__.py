"""The Code page, split by idea.

- `desk`: what lies open: article, codes, suggestions, the current item. No widgets.
- `drawing`: marks and cards made of it. No widgets.
- `hands`: what the keys do, one file per idea, each given the desk and the page's parts.
- `article_pane`, `reader_pane`, `page`: the widgets and their arrangement.
"""
