"""What other systems send us: verified, turned into notices, handed to one callable."""
