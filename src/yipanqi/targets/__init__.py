"""The year's promises: goal tree, indicators, milestones, standing work; readings, trajectories, forecasts."""
