// Package program holds the replies that run programs: a [Program] ties the standard input and output of a command to a
// session, and [Commands] is the remote command server of the tutorials, which runs what its client says. Each is a
// [netcore.Attacher] that starts nothing until it was given a [Permission], by [Permit] or [Guard]: off is what they are.
//
// A session that runs something has a goroutine that takes its messages in turn, or brings the output of its one process;
// a process has one that waits for its end, one that feeds it and one that reads its standard error. All of them have
// ended when Detach returns, and so has every process, with all that its group started.
package program
