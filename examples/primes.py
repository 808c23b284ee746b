# Prints the primes below a number: ./freehold run examples/primes.py 20
import sys

limit = int(sys.argv[1]) if len(sys.argv) > 1 else 100
sieve = bytearray([1]) * (limit + 1)
primes = []
for number in range(2, limit):
    if sieve[number]:
        primes.append(number)
        sieve[number * number :: number] = bytes(len(sieve[number * number :: number]))
print(*primes)
