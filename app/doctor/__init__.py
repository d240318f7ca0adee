"""`junheng doctor`: looks at machine, store, people and backups, and says what to mend before it hurts."""
