"""The composition: the command line today, the web application when it is here. The only package that may use all."""
