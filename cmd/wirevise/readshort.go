package main

import (
	"fmt"
	"io"
	"os"
)

// mostShort is how long a file of rules or steps may be, in bytes.
const mostShort = 64 << 20

// readShort reads a file that a person has written, which may be a pipe too. What has no end is an error and not memory.
func readShort(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, mostShort+1))
	if err == nil && len(data) > mostShort {
		err = fmt.Errorf("%s has more than %d MiB", path, mostShort>>20)
	}
	return data, err
}
