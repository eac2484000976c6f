"""What differs between installations: settings, logs, the page of jobs, the default rulebook."""
