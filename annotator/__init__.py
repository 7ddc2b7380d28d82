"""The core of Annotator: texts, codebooks, the project file, commands, language, agreement.

Runs in a notebook or a test: no Qt, no writing of file formats.
"""

__version__ = "0.1.0"
