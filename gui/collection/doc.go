// Package collection holds saved messages: named compositions in folders, in the order that a person gave them.
//
// A tree of items is never changed: every change makes a new one that shares what stayed. So a tree can be written to disk
// while the window changes it further, what another program wrote meanwhile can be joined with it, and what was done can be
// undone, all three by the same [Merge].
//
// The package knows no window and no socket.
package collection
