package workbench

import (
	"context"
	"sync"
)

// Tasks run what may take time, off the window's goroutine. The zero value is not ready: use newTasks.
type tasks struct {
	ctx    context.Context
	cancel context.CancelFunc

	mu     sync.Mutex // guards closed against wg.Add
	closed bool
	wg     sync.WaitGroup
}

func newTasks() *tasks {
	ctx, cancel := context.WithCancel(context.Background())
	return &tasks{ctx: ctx, cancel: cancel}
}

// run starts f in a goroutine and returns what cancels its context. After close nothing is started.
func (t *tasks) run(f func(context.Context)) (cancel context.CancelFunc) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return func() {}
	}
	t.wg.Add(1)
	ctx, cancel := context.WithCancel(t.ctx)
	go t.do(ctx, cancel, f)
	return cancel
}

func (t *tasks) do(ctx context.Context, cancel context.CancelFunc, f func(context.Context)) {
	defer t.wg.Done()
	defer cancel()
	f(ctx)
}

// close cancels every task and waits for them.
func (t *tasks) close() {
	t.mu.Lock()
	t.closed = true
	t.mu.Unlock()
	t.cancel()
	t.wg.Wait()
}
