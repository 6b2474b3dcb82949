package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"sync"

	"wirevise/netcore"
	"wirevise/netcore/request"
)

// maxRequest is the longest line that is a request, in bytes.
const maxRequest = 16 << 20

// Asks are the requests of standard input, whose answers are all that goes to standard output.
type asks struct {
	on bool

	mu     sync.Mutex // held from a request to its answer's end
	failed bool       // guarded by mu: one had no answer
}

// unanswered waits for the answer that is under way and reports whether a request had none.
func (h *lines) unanswered() bool {
	h.asks.mu.Lock()
	defer h.asks.mu.Unlock()
	return h.asks.failed
}

// ask makes a request of each line of in that is not empty, without its end, one after the other, and writes the answers to standard output as they came. Then
// the program ends.
func (h *lines) ask(ctx context.Context, in io.Reader) {
	defer h.cancel()
	scan := bufio.NewScanner(in)
	scan.Buffer(nil, maxRequest)
	for ctx.Err() == nil && scan.Scan() {
		if line := scan.Bytes(); len(line) > 0 && !h.askOne(ctx, bytes.Clone(line)) {
			return
		}
	}
	if err := scan.Err(); err != nil {
		h.asks.mu.Lock()
		defer h.asks.mu.Unlock()
		h.asks.failed = true
		h.log.WithError(err).Error("standard input")
	}
}

// askOne reports whether there may be another one.
func (h *lines) askOne(ctx context.Context, line []byte) bool {
	h.asks.mu.Lock()
	defer h.asks.mu.Unlock()
	var answer request.Answer
	err := netcore.ErrEnded
	if ids := h.hub.Sessions(); len(ids) > 0 {
		answer, err = request.New(netcore.Message{Payload: line}, request.Options{}).Do(ctx, h.hub, ids[0])
	}
	if err == nil {
		if _, err = h.out.Write(answer.Body); err == nil {
			err = h.out.Flush()
		}
	}
	if err != nil {
		h.asks.failed = true
		h.log.WithError(err).Errorf("the request %.200q has no answer", line)
	}
	return !errors.Is(err, netcore.ErrEnded)
}
