"""An update under the microscope: worked out, and filled in."""
