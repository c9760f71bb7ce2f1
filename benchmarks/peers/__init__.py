"""What a user could pick instead of the engine: each given the same case, each answer checked.

A peer gets the case as the same arrays as the engine (`matcher.model.pack`): who may go where,
at what price, is worked out once and well for everybody. Its model is its own.
"""
