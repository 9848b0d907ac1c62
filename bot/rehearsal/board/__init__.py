"""The storyboard's parts: a card as a page shows it, what each person did and saw, and the moments side by side."""
