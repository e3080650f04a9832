"""Opens addresses over kept connections and times them; a process of its own, fed and answering with JSON.

python -m tests.bench.load <port> <threads> <requests>   (addresses on standard input)
"""

from __future__ import annotations

import http.client
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor


def visit(port: int, addresses: list[str]) -> list[float]:
    """Open the addresses one after the other; return how long each took, in milliseconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    times = []
    for address in addresses:
        start = time.perf_counter()
        connection.request("GET", address)
        answer = connection.getresponse()
        answer.read()
        times.append((time.perf_counter() - start) * 1000)
        if answer.status != http.client.OK:
            raise SystemExit(f"{address} answers {answer.status}")
    connection.close()
    return times


def measure(port: int, threads: int, requests: int, addresses: list[str]) -> list[float]:
    """Open `requests` addresses in turn, spread over `threads` connections."""
    wanted = [addresses[number % len(addresses)] for number in range(requests)]
    with ThreadPoolExecutor(threads) as pool:
        shares = pool.map(lambda share: visit(port, share), [wanted[number::threads] for number in range(threads)])
        return [each for share in shares for each in share]


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:4]), json.load(sys.stdin))))
