"""How people correct what the software read: `spans` says where a text is masked, `checks` keeps what they said."""
