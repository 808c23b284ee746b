// Counts primes with a chain of goroutines: ./freehold run examples/sieve.go 200
package main

import (
	"fmt"
	"os"
	"strconv"
)

func generate(numbers chan<- int) {
	for number := 2; ; number++ {
		numbers <- number
	}
}

func filter(in <-chan int, out chan<- int, prime int) {
	for number := range in {
		if number%prime != 0 {
			out <- number
		}
	}
}

func main() {
	bound := 100
	if len(os.Args) > 1 {
		bound, _ = strconv.Atoi(os.Args[1])
	}
	numbers := make(chan int)
	go generate(numbers)
	count := 0
	for {
		prime := <-numbers
		if prime >= bound {
			break
		}
		count++
		next := make(chan int)
		go filter(numbers, next, prime)
		numbers = next
	}
	fmt.Println(count, "primes below", bound)
}
