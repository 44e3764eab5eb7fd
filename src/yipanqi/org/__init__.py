"""Units with validity and succession, posts, appointments and delegations; loads the Actor."""
