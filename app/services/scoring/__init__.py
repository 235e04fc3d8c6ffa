"""From answers to shown figures: scores, releases and their audit, what stands beside them, files to take away."""
