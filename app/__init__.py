"""The web application and its storage: pages, forms, services, models. What is asked lives in `surveys`, what it means in `analysis`."""
