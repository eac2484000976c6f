"""The shape of outside data: what a file holds, row by row, with every fault named in bokmål."""
