"""The only room of the waiting times that speaks SQL."""
