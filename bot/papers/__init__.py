"""What the bot does about papers and the reading group, without Discord."""
