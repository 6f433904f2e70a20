"""What words and numbers mean. Standard library only: no database, no server, no clock."""
