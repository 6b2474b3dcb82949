package workbench

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// mostWritten is more than any file of rules or steps has, in bytes.
const mostWritten = 64 << 20

// ReadWritten reads a file that a person has written, rules or steps, which may be a pipe too. What has no end is an error and
// not memory.
func ReadWritten(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, mostWritten+1))
	if err == nil && len(data) > mostWritten {
		err = fmt.Errorf("%s has more than %d MiB", filepath.Base(path), mostWritten>>20)
	}
	return data, err
}
