"""What is drawn: charts that stay one node, matrices, a sketch, and the frames that move them."""
