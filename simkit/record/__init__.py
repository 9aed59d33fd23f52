"""What happened: the tables, and the recorder that engines write to."""
