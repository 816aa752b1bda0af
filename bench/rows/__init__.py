"""The rows of the table: one file a question, each row a function from the stand to its figures."""
