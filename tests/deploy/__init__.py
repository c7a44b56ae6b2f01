"""What operators deploy: the image, built and run as it is; the Compose and Kubernetes files against what the bot has."""
