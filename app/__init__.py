"""The web application and its storage. What is asked lives in `surveys`, what it means in `analysis`."""
