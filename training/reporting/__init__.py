"""Scores of answers, as tables and figures in the pages of docs/."""
