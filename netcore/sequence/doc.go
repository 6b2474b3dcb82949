// Package sequence sends by a plan: one message again and again in time, or steps of a conversation on one connection, that
// send, wait, expect, capture and loop.
//
// It starts no goroutines. [Repeat.Run] and [Program.Run] do their work where they are called and return when it is done or
// their context ends.
package sequence
