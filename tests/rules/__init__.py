"""Rule by rule: the specification's table and the registers that hold it."""
