"""A municipality to try: its data, its database, its mail catcher and the program that runs them all."""
