"""The same doors with ten, a hundred or thousands of cases that nobody would send on purpose."""
