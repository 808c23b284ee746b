"""What deploy/check runs: one module for each way of deploying."""
