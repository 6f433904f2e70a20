"""The database of the register: identifiable people, sealed field by field, with every look and every change kept."""
