"""Reading files: bytes to text, page furniture, several articles in a file, metadata, language."""
