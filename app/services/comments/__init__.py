"""Comments that a person must read: what is unread, what is urgent, the queue, and where a text came from."""
