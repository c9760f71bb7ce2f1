"""Emergency mode: what is not known of a child neither shuts a home nor passes silently."""
