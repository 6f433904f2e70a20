"""What people do with the register. An action takes the register as somebody may see it, and what was said."""
