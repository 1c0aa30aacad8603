"""The door for assistants: the Model Context Protocol, over HTTP beside the pages and over stdio from the terminal."""
