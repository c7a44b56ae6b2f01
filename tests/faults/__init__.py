"""A small loopback Discord: REST and gateway over real sockets, and faults to switch on."""
