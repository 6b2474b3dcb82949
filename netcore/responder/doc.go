// Package responder holds what answers by itself: it turns an event of a session into actions. A [Config] says in texts what
// answers. Echo, Upper and the rules are pure: no sockets, no goroutines; what the rules know of a session (how many messages
// it had, since when it is there) they keep as a [netcore.Attacher].
package responder
