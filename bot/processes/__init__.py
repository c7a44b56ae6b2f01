"""What the processes of one bot agree on in the database: whose turn it is to log in, and which commands Discord has."""
