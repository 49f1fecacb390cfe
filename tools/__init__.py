"""What tests, benchmarks and documentation share; nothing that is deployed imports it."""
