"""What keeps records from being lost, and what makes destroyed records stay destroyed: backup and destruction."""
