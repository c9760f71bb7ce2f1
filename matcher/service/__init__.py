"""What one does here: each function is given an open transaction and who acts, and knows no HTTP and no SQL.

A function never opens a transaction of its own: the door does (`Store.write`), so that an effect, its
record and the key that makes it happen once are written together or not at all.
"""
