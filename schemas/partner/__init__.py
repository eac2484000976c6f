"""The shape of what landlords' systems send and are answered, in the specification's own words."""
