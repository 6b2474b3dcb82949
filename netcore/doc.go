// Package netcore moves bytes between sockets and whoever watches them, and knows no window.
//
// A [Hub] holds what a person opened: endpoints (a server, a client, a UDP peer). Each endpoint holds sessions, one
// a conversation. All that happens is told as immutable [Event] values on one channel, [Hub.Events]; all that is
// wanted is asked for by the hub's methods. Nothing else passes.
//
// # Concurrency
//
// Every method of Hub may be called from any goroutine, at once. The event channel has one reader and is blocking: when the
// reader is slow the sockets wait, nothing is dropped, and the time spent waiting is counted ([Stats.Waited]). So the
// reader must not call a method of the hub that waits ([Hub.Send], [Hub.Close]) before it has drained the channel.
//
// Goroutines: one accept loop a listener or one dial loop a client that reconnects (endpoint.go), one receive loop
// a session and, once it has something to send, one send loop (session.go). The hub starts them and [Hub.Close] waits for every one of them before it closes
// the channel.
//
// # Order
//
// Sent is emitted before the write, so a reply never stands above its request. A write that fails or falls short is
// told by a Failed that follows. Ended is the last event of a session, Closed the last of an endpoint.
package netcore
