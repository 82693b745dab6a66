"""How good answers are, in shares, tables and figures."""
