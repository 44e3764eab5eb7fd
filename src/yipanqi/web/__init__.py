"""The toolkit of doors: pages, fragments, lists, forms, answers. Imports foundation, drawing and Django, never a room."""
