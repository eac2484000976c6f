"""What is done with an application, one module for each part of its way."""
