"""What each person may see, as plain values for cards and letters. Every builder asks first who is looking."""
