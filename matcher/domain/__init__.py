"""The words: strict, frozen types of the case document (schema `placement-case/1`)."""
