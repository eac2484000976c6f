"""`make bench`: what Husrom costs, as ratios against a yardstick on the same server in the same run."""
