"""系统会商: sessions over the whole network, conflicts found beforehand, opinions, decisions that change plans."""
