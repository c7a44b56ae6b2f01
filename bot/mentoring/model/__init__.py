"""Values and rules of mentors and peers; plain functions of values, nothing else."""
