"""Asking: programmes, waves, ways in, the way of a person or a room to the receipt, answers on paper or in files."""
