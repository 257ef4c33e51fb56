"""People, memorials, memories and photographs: what the site is about, and who may see it."""
