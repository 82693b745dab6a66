"""The answer for one chord: panels as functions of a Prediction, and their scripts."""
