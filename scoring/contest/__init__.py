"""One contest as values: its plan, what is asked, what happened, what follows."""
