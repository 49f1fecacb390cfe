"""One update under the microscope: its phases, what of them is asked, and what went wrong."""
