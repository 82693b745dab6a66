"""The page: its tabs, and its panels as functions of a Prediction."""
