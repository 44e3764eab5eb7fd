"""The leader's one screen; reads everyone, writes nothing."""
