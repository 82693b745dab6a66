"""Clips and recordings as features on disk."""
