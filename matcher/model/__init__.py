"""The solver room: a case as arrays, the CP-SAT model, its proof. Nobody else knows ortools."""
