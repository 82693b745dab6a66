"""Reports: scores of answers, targets, tables, figures, and the pages that hold them."""
