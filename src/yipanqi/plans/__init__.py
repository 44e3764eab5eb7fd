"""Network plans: activities and links in versions, the agreed baseline, facts by stable keys, stored schedules."""
