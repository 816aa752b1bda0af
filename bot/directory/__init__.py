"""The directory of homes: reads the network's own file and both of CQC's, and says every fault by its row."""
