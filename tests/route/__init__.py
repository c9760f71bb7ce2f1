"""The statutory route: the table, its days, and whoever tells or checks it."""
