package workbench

import (
	"bytes"
	"context"
	"errors"
	"io"

	"wirevise/netcore/codec"
)

// Bytes is a payload of any size.
type Bytes interface {
	io.ReaderAt
	Size() int64
}

// MaxJSON is how much of a payload is laid out as JSON, in bytes.
const MaxJSON = 8 << 20

// scanBlock is how much of a payload is read at a time to look through it.
const scanBlock = 256 << 10

// readAt reads n bytes at off, all of them or an error.
func readAt(b Bytes, off int64, buf []byte) error {
	n, err := b.ReadAt(buf, off)
	if n == len(buf) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// IndentJSON lays out the JSON that the first MaxJSON bytes of b are, in a task. done gets it, or what is wrong; what is
// returned calls it off.
func (w *Workbench) IndentJSON(b Bytes, e codec.Encoding, done func(codec.Indented, error)) (cancel context.CancelFunc) {
	return w.tasks.run(func(ctx context.Context) {
		n := min(b.Size(), MaxJSON)
		text := make([]byte, n)
		var laid codec.Indented
		err := readAt(b, 0, text)
		if err == nil {
			laid, err = codec.IndentJSON(ctx, text, e, n < b.Size())
		}
		w.dispatch(func() { done(laid, err) })
	})
}

// Find looks for needle in b, in a task: from a place on, or backwards from what begins before it, and on from the other
// end. done gets where it begins, -1 when it is nowhere.
func (w *Workbench) Find(b Bytes, needle []byte, from int64, back bool, done func(at int64, err error)) (cancel context.CancelFunc) {
	return w.tasks.run(func(ctx context.Context) {
		at, err := find(ctx, b, needle, from, back)
		w.dispatch(func() { done(at, err) })
	})
}

func find(ctx context.Context, b Bytes, needle []byte, from int64, back bool) (int64, error) {
	size, n := b.Size(), int64(len(needle))
	from = max(0, min(from, size))
	if n == 0 || n > size {
		return -1, nil
	}
	first, second := [2]int64{from, size}, [2]int64{0, min(size, from+n-1)}
	if back {
		first, second = second, first
	}
	at, err := findIn(ctx, b, needle, first, back)
	if at < 0 && err == nil {
		at, err = findIn(ctx, b, needle, second, back)
	}
	return at, err
}

// findIn looks through [part[0], part[1]), a block at a time, each with what a needle may reach into the next.
func findIn(ctx context.Context, b Bytes, needle []byte, part [2]int64, back bool) (int64, error) {
	over := int64(len(needle) - 1)
	buf := make([]byte, scanBlock+over)
	for lo, hi := part[0], part[1]; lo+over < hi; {
		if ctx.Err() != nil {
			return -1, context.Cause(ctx)
		}
		from, to := lo, min(hi, lo+scanBlock+over)
		if back {
			from, to = max(lo, hi-scanBlock-over), hi
		}
		block := buf[:to-from]
		if err := readAt(b, from, block); err != nil {
			return -1, err
		}
		i := bytes.Index(block, needle)
		if back {
			i = bytes.LastIndex(block, needle)
		}
		if i >= 0 {
			return from + int64(i), nil
		}
		if back {
			hi = from + over
		} else {
			lo = to - over
		}
	}
	return -1, nil
}
