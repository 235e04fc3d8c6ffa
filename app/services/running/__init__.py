"""What keeps an instance going: the worker's lease, jobs by the clock, queued tasks, files on their way, retention."""
