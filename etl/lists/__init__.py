"""List jobs: a file whose rows are events (an attendance, a letter, copies handed out), counted into figures."""
