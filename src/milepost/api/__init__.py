"""The door for programs: every command and query over HTTP, described by OpenAPI."""
