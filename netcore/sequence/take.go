package sequence

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// parseTake reads what a capture takes: a group, by number or by name, or bytes as from:to.
func parseTake(text string) (func(taken) ([]byte, error), error) {
	text = strings.TrimSpace(text)
	if from, to, ok := strings.Cut(text, ":"); ok {
		return parseRange(from, to)
	}
	if text == "" {
		text = "0"
	}
	if n, err := strconv.Atoi(text); err == nil {
		if n < 0 {
			return nil, fmt.Errorf("there is no group %d: they are counted from 0, which is all that fits", n)
		}
		return func(t taken) ([]byte, error) {
			if n >= len(t.groups) {
				return nil, fmt.Errorf("there is no group %d: the last expect has %d", n, max(len(t.groups)-1, 0))
			}
			return t.groups[n], nil
		}, nil
	}
	if !isName(text) {
		return nil, errors.New("take a group by its number or name, such as 1, or bytes, such as 0:4")
	}
	return func(t taken) ([]byte, error) {
		if i := slices.Index(t.names, text); i >= 0 {
			return t.groups[i], nil
		}
		return nil, fmt.Errorf("the last expect has no group %q", text)
	}, nil
}

// parseRange reads the two ends of a range of bytes.
func parseRange(from, to string) (func(taken) ([]byte, error), error) {
	end := func(text string, none int) (int, error) {
		if text = strings.TrimSpace(text); text == "" {
			return none, nil
		}
		n, err := strconv.Atoi(text)
		if err != nil {
			return 0, fmt.Errorf("%q is no place: bytes are taken as from:to, such as -2: or 0:4", text)
		}
		return n, nil
	}
	const toEnd = int(^uint(0) >> 1)
	a, err := end(from, 0)
	if err != nil {
		return nil, err
	}
	b, err := end(to, toEnd)
	if err != nil {
		return nil, err
	}
	return func(t taken) ([]byte, error) {
		n := len(t.all)
		at, until := a, b
		if at < 0 {
			at += n
		}
		if until < 0 {
			until += n
		}
		if b == toEnd {
			until = n
		}
		if at < 0 || until > n || at > until {
			return nil, fmt.Errorf("there are no bytes %s:%s: the last expect took %d", from, to, n)
		}
		return t.all[at:until], nil
	}, nil
}
