"""`python -m connectors.sandbox`: the local Xero by itself."""

import sys

from connectors.sandbox.serve import serve

if __name__ == "__main__":
    sys.exit(serve(sys.argv[1:]))
