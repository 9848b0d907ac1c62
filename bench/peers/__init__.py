"""What the bot is measured against. Each is a program of its own; none of it is part of the product."""
