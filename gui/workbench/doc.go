// Package workbench is everything that the window does, as commands and plain values, and knows no window: it holds the
// hub, the message log and its view, and pushes what changed to a [Screen].
//
// # Concurrency
//
// Commands are called on the window's goroutine, and the Screen's methods and every done callback run there: they get there
// through the Dispatch function given to New. No command blocks; what may take time runs in a task that can be cancelled.
// [Workbench.Close] waits for the recorder, the pump and every task, so it must not be called on the window's
// goroutine while that still runs dispatched functions.
package workbench
