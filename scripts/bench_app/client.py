"""Reads an address as fast as it can and prints MiB a second: client.py URL BYTES, the token on standard input."""

import http.client
import sys
import time
from urllib.parse import urlsplit


def main(url: str, amount: int) -> None:
    """Read so many bytes, or all."""
    token = sys.stdin.read().strip()
    where = urlsplit(url)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=30)
    connection.request("GET", where.path, headers={"Authorization": f"Bearer {token}"} if token else {})
    response = connection.getresponse()
    if response.status != 200:
        sys.exit(f"{url}: HTTP {response.status} {response.read(300)!r}")
    done, space = 0, bytearray(256 * 1024)
    # From the first byte on: a log-in, and a look at the camera's list, are not what is measured here.
    done = response.readinto(space)
    began = time.perf_counter()
    while done < amount and (read := response.readinto(space)):
        done += read
    print(done / 2**20 / (time.perf_counter() - began))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
