"""The Code page, split by idea.

- `desk`: what lies open: article, codes, suggestions, the current item. No widgets.
- `marking`: marks and cards made of it; `showing` brings them on the screen.
- `hands`: what the keys do, one file per idea, each given the page as its `bench`.
- `keys`, `menu`: which key or click is which action.
- `panes` with `article_pane`, `bars`: the widgets and their arrangement.
- `forming` with `saving`, `answers`: the form, what it writes, what it asks.
- `going`, `finding`: from article to article, from hit to hit.
- `page`: assembles all this.
"""
