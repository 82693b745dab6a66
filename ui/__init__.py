"""What the page shows, as functions of a Prediction."""
