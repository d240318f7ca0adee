"""The kit: paths, languages and the other things that know nothing of teachers, schools or credits."""
