"""The Dynamic Support Register: identifiable young people, in a zone of their own."""
