"""Long trials whose results are kept with a date in docs/campaigns. Not run by the tests."""
