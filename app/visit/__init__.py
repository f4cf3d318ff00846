"""One person's visit: the encrypted cookie, what is in it, and where its answers lead."""
