"""What runs behind the outer wall: the zygote, and the processes that it forks and confines."""
