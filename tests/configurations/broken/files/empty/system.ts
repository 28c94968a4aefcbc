// The file has this line only.
