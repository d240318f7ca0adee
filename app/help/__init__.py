"""The help: topics as text files in both languages, shown with the numbers in force and links to what one may open."""
