// Package transport opens TCP and UDP sockets as [netcore.Transport]s.
//
// A transport is a plain value: what is asked for, with everything that Go would switch on by itself an option whose
// zero value is the system's default. Go's own defaults (TCP_NODELAY and keep-alive on, SO_BROADCAST on, Multipath TCP
// on) don't apply here: Multipath TCP is never used, the others are set from [TCPOptions] and [UDPOptions]. What a
// socket really got is read back from the system by Describe.
//
// Nothing listens wider than asked: "*" is every interface, a name is the first of its addresses, an address is
// itself. No function and no conn of this package starts a goroutine.
package transport
