"""The frame around the pages: top bar, status bar, banner, palette, cheat sheet."""
