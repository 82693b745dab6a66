"""Clips and recordings as features on disk, each computed once."""
